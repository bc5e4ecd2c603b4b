package io.eventpipeline.runtime.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service did lately: a sentence for people, and a field for each figure in it. */
public final class SummaryLine {
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param value null if unknown
   * @param text with {@code %s} where the value stands
   */
  record Part(String key, @Nullable Object value, String text) {}

  /** Adds a figure; an unknown one is null, and reads as {@code ?}. */
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
