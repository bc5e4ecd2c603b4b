package io.eventpipeline.admin.log;

import java.util.concurrent.TimeUnit;

/** When to ask Kafka again after it did not answer: after 1, 2, then always 4 s. One thread. */
final class Backoff {
  private static final int MOST_DOUBLINGS = 2;

  private int failures;
  private long notBefore;

  /**
   * @param now nanoseconds
   */
  boolean mayAsk(long now) {
    return failures == 0 || now - notBefore >= 0;
  }

  void answered() {
    failures = 0;
  }

  void failed(long now) {
    notBefore = now + TimeUnit.SECONDS.toNanos(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
  }
}
