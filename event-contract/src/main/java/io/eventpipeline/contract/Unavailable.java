package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/** Thrown by a handler when something it needs itself, such as its database, is away. */
public class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message) {
    super(message);
  }

  public Unavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
