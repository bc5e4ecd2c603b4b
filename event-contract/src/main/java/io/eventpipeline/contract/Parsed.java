package io.eventpipeline.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reading a JSON text came to. */
public sealed interface Parsed<T> {
  /** It follows the rules. */
  record Valid<T>(T value) implements Parsed<T> {}

  /**
   * It does not.
   *
   * @param errors at least one
   * @param eventId the id the sender gave, where that much could be read and is legal
   */
  record Invalid<T>(List<FieldError> errors, @Nullable String eventId) implements Parsed<T> {}
}
