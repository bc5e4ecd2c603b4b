package io.eventpipeline.runtime.observe;

import java.util.function.DoubleSupplier;

/** How much a counter has grown since one last asked. One thread. */
public final class Since {
  private final DoubleSupplier counter;
  private double before;

  Since(DoubleSupplier counter) {
    this.counter = counter;
    this.before = counter.getAsDouble();
  }

  /** From 0. */
  public long more() {
    double now = counter.getAsDouble();
    long more = Math.round(now - before);
    before = now;
    return more;
  }
}
