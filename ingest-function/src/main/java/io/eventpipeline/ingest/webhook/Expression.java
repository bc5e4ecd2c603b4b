package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.FieldError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a field of an event comes from: the first of its alternatives that is there, as in {@code
 * $.user_id | $.userId}.
 *
 * @param alternatives at least one
 */
record Expression(List<Alternative> alternatives) {
  /** One place to look. */
  sealed interface Alternative {}

  /** In the body. */
  record InBody(JsonPath path) implements Alternative {}

  /** In a header of the request. */
  record InHeader(String name) implements Alternative {}

  /** Always this text. */
  record Literal(String text) implements Alternative {}

  /** The result for one request. */
  sealed interface Result {}

  /**
   * A text that is not empty.
   *
   * @param pointer to it in the body; {@code ""} if it stands elsewhere
   * @param isWhole whether it is an integer of the body
   */
  record Value(String text, String pointer, boolean isWhole) implements Result {}

  /** There is no text. */
  record Failed(FieldError error) implements Result {}

  Stream<JsonPath> paths() {
    return alternatives.stream()
        .mapMulti(
            (each, paths) -> {
              if (each instanceof InBody(JsonPath path)) {
                paths.accept(path);
              }
            });
  }

  Stream<String> headers() {
    return alternatives.stream()
        .mapMulti(
            (each, names) -> {
              if (each instanceof InHeader(String name)) {
                names.accept(name);
              }
            });
  }

  /**
   * @param body what stands at the {@link #paths}
   */
  Result evaluate(Map<JsonPath, JsonFind> body, RequestHeaders headers) {
    for (Alternative each : alternatives) {
      Result result =
          switch (each) {
            case InBody(JsonPath path) -> inBody(body.get(path), path.pointer());
            case InHeader(String name) -> inHeader(headers.first(name));
            case Literal(String text) -> new Value(text, "", false);
          };
      if (result != null) {
        return result;
      }
    }
    return new Failed(missing(alternatives.getFirst()));
  }

  private static @Nullable Result inBody(@Nullable JsonFind find, String pointer) {
    return switch (find) {
      case null -> null;
      case JsonFind.Nothing() -> null;
      case JsonFind.Text(String text) -> new Value(text, pointer, false);
      case JsonFind.Whole(String text) -> new Value(text, pointer, true);
      case JsonFind.Other(var object) ->
          new Failed(new FieldError(pointer, "must be a string or an integer"));
      case JsonFind.Twice() -> new Failed(new FieldError(pointer, "must not occur twice"));
    };
  }

  private static @Nullable Result inHeader(@Nullable String text) {
    return text == null || text.isEmpty() ? null : new Value(text, "", false);
  }

  private static FieldError missing(Alternative first) {
    return switch (first) {
      case InBody(JsonPath path) -> new FieldError(path.pointer(), "is required");
      case InHeader(String name) -> new FieldError("", "the header " + name + " is required");
      case Literal(String text) -> throw new IllegalStateException("a literal is always there");
    };
  }
}
