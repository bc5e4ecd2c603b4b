package io.eventpipeline.runtime.observe;

import java.util.function.DoubleSupplier;

/** The growth of a counter since the last question. One thread. */
public final class Since {
  private final DoubleSupplier counter;
  private double before;

  Since(DoubleSupplier counter) {
    this.counter = counter;
    this.before = counter.getAsDouble();
  }

  /** Returns the growth, at least 0, and starts afresh. */
  public long more() {
    double now = counter.getAsDouble();
    long more = Math.round(now - before);
    before = now;
    return more;
  }
}
