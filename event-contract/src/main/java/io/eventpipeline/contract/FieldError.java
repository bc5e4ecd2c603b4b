package io.eventpipeline.contract;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An error in an event.
 *
 * @param pointer JSON pointer (RFC 6901) to the field; {@code ""} for the whole document
 * @param detail what the field must be, in words for the sender
 */
public record FieldError(String pointer, String detail) {
  /** All errors in one line. */
  public static String line(List<FieldError> errors) {
    return errors.stream()
        .map(error -> (error.pointer() + " " + error.detail()).strip())
        .collect(Collectors.joining("; "));
  }

  /** The same error in a larger document, which holds the event at {@code prefix}. */
  public FieldError under(String prefix) {
    return new FieldError(prefix + pointer, detail);
  }
}
