package io.eventpipeline.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of reading a JSON text. */
public sealed interface Parsed<T> {
  /** The text follows the rules. */
  record Valid<T>(T value) implements Parsed<T> {
    @Override
    public Parsed<T> under(String prefix) {
      return this;
    }
  }

  /**
   * The text breaks the rules.
   *
   * @param errors at least one
   * @param eventId the id that the sender gave; null if it is missing or illegal
   */
  record Invalid<T>(List<FieldError> errors, @Nullable String eventId) implements Parsed<T> {
    @Override
    public Parsed<T> under(String prefix) {
      return new Invalid<>(errors.stream().map(error -> error.under(prefix)).toList(), eventId);
    }

    /** The same errors, where something else was to be read. */
    public <R> Invalid<R> as() {
      return new Invalid<>(errors, eventId);
    }
  }

  /** A text with one error and no readable id. */
  static <T> Parsed<T> invalid(String pointer, String detail) {
    return new Invalid<>(List.of(new FieldError(pointer, detail)), null);
  }

  /** The same result as part of a larger document. Error pointers get {@code prefix}. */
  Parsed<T> under(String prefix);
}
