package io.eventpipeline.ingest.redis;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets only one call a second pass after a failure, to find out whether Redis is back. The others
 * fail at once instead of waiting for a server that hangs. Threads: any.
 */
final class Breaker {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WELL = Long.MIN_VALUE;

  /** When the next call may pass, or {@link #WELL}. */
  private final AtomicLong nextPass = new AtomicLong(WELL);

  /**
   * @param now of {@link System#nanoTime}
   */
  boolean tryPass(long now) {
    long from = nextPass.get();
    return from == WELL || (from - now <= 0 && nextPass.compareAndSet(from, now + RETRY_NANOS));
  }

  boolean isWell() {
    return nextPass.get() == WELL;
  }

  void recordAnswer() {
    if (nextPass.get() != WELL) {
      nextPass.set(WELL);
    }
  }

  void recordFailure(long now) {
    nextPass.set(now + RETRY_NANOS);
  }
}
