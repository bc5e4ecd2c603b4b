package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/** A handler throws this when another attempt cannot help. */
public class NonRetryable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NonRetryable(String message) {
    super(message);
  }

  public NonRetryable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
