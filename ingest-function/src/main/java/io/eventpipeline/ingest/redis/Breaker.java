package io.eventpipeline.ingest.redis;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * After a failure only one call a second finds out whether Redis is back; the others need not wait
 * for a server that hangs. Threads: any.
 */
final class Breaker {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WELL = Long.MIN_VALUE;

  /** When to ask again, or {@link #WELL}. */
  private final AtomicLong askAgain = new AtomicLong(WELL);

  /**
   * @param now the moment, in nanoseconds of a clock that only goes forward
   */
  boolean mayAsk(long now) {
    long from = askAgain.get();
    return from == WELL || (from - now <= 0 && askAgain.compareAndSet(from, now + RETRY_NANOS));
  }

  boolean isWell() {
    return askAgain.get() == WELL;
  }

  void answered() {
    if (askAgain.get() != WELL) {
      askAgain.set(WELL);
    }
  }

  void failed(long now) {
    askAgain.set(now + RETRY_NANOS);
  }
}
