package io.eventpipeline.push.outbox;

import org.jspecify.annotations.Nullable;

/** The outbox could not be read now. */
final class OutboxUnreadable extends Exception {
  /**
   * @param cause null if the connection already knows it
   */
  OutboxUnreadable(@Nullable Throwable cause) {
    super(cause);
  }
}
