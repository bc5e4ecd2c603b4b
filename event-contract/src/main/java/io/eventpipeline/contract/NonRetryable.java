package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/** Thrown by a handler for an event that no further attempt can save. */
public class NonRetryable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NonRetryable(String message) {
    super(message);
  }

  public NonRetryable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
