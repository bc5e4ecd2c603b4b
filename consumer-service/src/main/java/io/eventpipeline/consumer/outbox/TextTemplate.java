package io.eventpipeline.consumer.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A text with placeholders such as {@code {payload.name|customer}}. Immutable. */
record TextTemplate(List<Part> parts) {
  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  /**
   * @param otherwise the text if nothing stands there; null for none
   */
  private record Placeholder(String path, @Nullable String otherwise) implements Part {}

  /**
   * Compiles a text.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  static TextTemplate of(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (open < 0) {
        parts.add(new Literal(text.substring(at)));
        break;
      }
      if (close < 0) {
        throw new IllegalArgumentException("must close each { with }");
      }
      parts.add(new Literal(text.substring(at, open)));
      parts.add(placeholder(text.substring(open + 1, close)));
      at = close + 1;
    }
    return new TextTemplate(List.copyOf(parts));
  }

  private static Placeholder placeholder(String inside) {
    int bar = inside.indexOf('|');
    String path = bar < 0 ? inside : inside.substring(0, bar);
    if (!EventValues.isPath(path)) {
      throw new IllegalArgumentException(
          "must name eventId, userId, type, seq, timestamp or payload.NAME in {}, not '"
              + path
              + "'");
    }
    return new Placeholder(path, bar < 0 ? null : inside.substring(bar + 1));
  }

  /** The paths of its placeholders. */
  Stream<String> paths() {
    return parts.stream()
        .map(part -> part instanceof Placeholder one ? one.path() : null)
        .filter(Objects::nonNull);
  }

  /** The text with these values; null if a value without a default is missing. */
  @Nullable String render(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      String value =
          switch (part) {
            case Literal(String literal) -> literal;
            case Placeholder(String path, var otherwise) -> values.getOrDefault(path, otherwise);
          };
      if (value == null) {
        return null;
      }
      text.append(value);
    }
    return text.toString();
  }
}
