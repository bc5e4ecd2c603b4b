package io.eventpipeline.contract;

/**
 * One thing that is wrong with an event.
 *
 * @param pointer JSON pointer (RFC 6901) to the field, {@code ""} for the whole document
 * @param detail what the field must be, in words for the sender
 */
public record FieldError(String pointer, String detail) {
  /** The same error of an event that stands at {@code prefix} in a larger document. */
  public FieldError under(String prefix) {
    return new FieldError(prefix + pointer, detail);
  }
}
