package io.eventpipeline.runtime.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Detects that the machine's clock was set back. Kafka's clients measure their waits by that clock:
 * a wait that began before ends only when the old time is reached again. So the clients must be
 * replaced then. One thread at a time.
 */
public final class WallClock {
  /** A wait may be this much longer without harm. Time services make smaller corrections. */
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

  /** Whether the clock was set back by more than two seconds since the last call. */
  public boolean wasSetBack() {
    long before = ahead;
    ahead = ahead();
    return before - ahead > TOLERATED_MS;
  }

  private long ahead() {
    return wallMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(monotonicNanos.getAsLong());
  }
}
