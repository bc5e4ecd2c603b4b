package io.eventpipeline.runtime.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the machine's clock was set back. Kafka's clients measure their waits by it: what
 * they began before, they go on with only when the old time has come again, so they have to be made
 * anew. Not for several threads at once.
 */
public final class WallClock {
  /** A wait that is this much longer harms nobody; less is what time services do. */
  private static final long TOLERATED_MS = 2000;

  private final LongSupplier wallMillis;
  private final LongSupplier monotonicNanos;
  private long ahead;

  public WallClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  WallClock(LongSupplier wallMillis, LongSupplier monotonicNanos) {
    this.wallMillis = wallMillis;
    this.monotonicNanos = monotonicNanos;
    this.ahead = ahead();
  }

  /** True if it was set back by over two seconds since the last time somebody asked. */
  public boolean wasSetBack() {
    long before = ahead;
    ahead = ahead();
    return before - ahead > TOLERATED_MS;
  }

  private long ahead() {
    return wallMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(monotonicNanos.getAsLong());
  }
}
