package io.eventpipeline.projection.write;

import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When a batch must have ended. */
record BatchDeadline(long nanos) {
  static BatchDeadline in(Duration time) {
    return new BatchDeadline(System.nanoTime() + time.toNanos());
  }

  /**
   * Milliseconds that are left, at least 1.
   *
   * @throws SQLTimeoutException if none is
   */
  int millisLeft() throws SQLTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    if (left <= 0) {
      throw new SQLTimeoutException(
          "a batch took longer than " + WriteLimits.BATCH.toSeconds() + " s");
    }
    return (int) left;
  }
}
