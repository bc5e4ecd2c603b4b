package io.eventpipeline.runtime.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A summary as a sentence for people, with a log field for each figure. */
public final class SummaryLine {
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param value null if unknown
   * @param text with {@code %s} for the value
   */
  record Part(String key, @Nullable Object value, String text) {}

  /** Adds a figure. Null means unknown and reads as {@code ?}. */
  public SummaryLine with(String key, @Nullable Object value, String text) {
    parts.add(new Part(key, value, text));
    return this;
  }

  List<Part> parts() {
    return parts;
  }

  /** The sentence. */
  @Override
  public String toString() {
    StringBuilder sentence = new StringBuilder();
    for (Part part : parts) {
      sentence.append(sentence.isEmpty() ? "" : ", ");
      sentence.append(part.text().formatted(part.value() == null ? "?" : part.value()));
    }
    return sentence.toString();
  }
}
