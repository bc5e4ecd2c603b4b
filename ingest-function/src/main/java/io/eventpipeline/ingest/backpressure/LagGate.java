package io.eventpipeline.ingest.backpressure;

import java.time.Duration;

/**
 * Closes when the lag exceeds the maximum and opens again below 80 % of it, so that it does not
 * flap. An old measurement counts for nothing: a lag that nobody can measure closes no gate.
 * Threads: one measures, any ask.
 */
final class LagGate {
  /** How long a measurement is valid. A few may fail before the gate opens. */
  static final Duration VALID = Duration.ofSeconds(15);

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
   * @param now of {@link System#nanoTime}
   */
  void update(long lag, long now) {
    boolean closed = isClosed(now) ? lag >= maxLag - maxLag / 5 : lag > maxLag;
    state = new State(closed, now);
  }

  boolean isClosed(long now) {
    State last = state;
    return last.closed() && now - last.at() <= VALID.toNanos();
  }

  private record State(boolean closed, long at) {}
}
