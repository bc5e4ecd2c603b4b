package io.eventpipeline.admin.replay;

import java.time.Duration;

/** What Kafka has, and no consumer has finished as far as the caller knows. */
@FunctionalInterface
public interface PendingReplay {
  /**
   * Waits for its result, and notes it in the audit. Call once.
   *
   * @param patience the longest wait; after it the event goes on by itself
   */
  ReplayResult await(Duration patience);
}
