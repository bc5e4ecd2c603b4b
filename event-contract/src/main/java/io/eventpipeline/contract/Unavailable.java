package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/** A handler throws this when something it needs, such as its database, is not available. */
public class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message) {
    super(message);
  }

  public Unavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
