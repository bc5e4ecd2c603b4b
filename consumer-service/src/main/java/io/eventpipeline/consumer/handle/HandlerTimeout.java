package io.eventpipeline.consumer.handle;

import java.time.Duration;

/** A handler took longer than its timeout, was interrupted, and has returned since. */
final class HandlerTimeout extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HandlerTimeout(Duration timeout) {
    super("the handler took longer than handler.timeout, " + timeout.toMillis() + " ms");
  }
}
