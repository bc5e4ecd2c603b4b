package io.eventpipeline.ingest.backpressure;

import java.time.Duration;

/**
 * Closed from a lag above the maximum until one below 80 % of it, so that it does not flap. What
 * was measured too long ago counts for nothing: a lag that nobody can measure closes no gate.
 * Threads: one measures, any ask.
 */
final class LagGate {
  /** Some measurements may fail before the gate opens for want of one. */
  static final Duration BELIEVED = Duration.ofSeconds(15);

  private final long maxLag;
  private volatile State state = new State(false, 0);

  /**
   * @param maxLag events, at least 1
   */
  LagGate(long maxLag) {
    this.maxLag = maxLag;
  }

  /**
   * @param lag events
   * @param now the moment, in nanoseconds of a clock that only goes forward
   */
  void measured(long lag, long now) {
    boolean closed = isClosed(now) ? lag >= maxLag - maxLag / 5 : lag > maxLag;
    state = new State(closed, now);
  }

  boolean isClosed(long now) {
    State last = state;
    return last.closed() && now - last.at() <= BELIEVED.toNanos();
  }

  private record State(boolean closed, long at) {}
}
