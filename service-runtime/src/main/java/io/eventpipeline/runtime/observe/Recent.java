package io.eventpipeline.runtime.observe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * The durations since the last question. It counts them in buckets whose width is at most a
 * sixteenth of their lower bound, and knows the longest exactly. Any thread adds, one asks.
 */
public final class Recent {
  /** Buckets for each doubling, as a power of two. */
  private static final int FINENESS = 4;

  private static final int TO_A_DOUBLING = 1 << FINENESS;

  private final AtomicLongArray counts =
      new AtomicLongArray(TO_A_DOUBLING * (Long.SIZE - FINENESS));
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  Recent() {}

  void add(long nanos) {
    long took = Math.max(0, nanos);
    longest.accumulate(took);
    counts.incrementAndGet(indexOf(took));
  }

  /**
   * Returns the upper bound of the fastest {@code share}, and starts afresh. The result is never
   * too small, at most a sixteenth too large, and never above the longest. Zero if there was
   * nothing.
   *
   * @param share in (0, 1]
   */
  public Duration atMost(double share) {
    long[] taken = new long[counts.length()];
    long all = 0;
    for (int i = 0; i < taken.length; i++) {
      taken[i] = counts.getAndSet(i, 0);
      all += taken[i];
    }
    long most = longest.getThenReset();
    long left = (long) Math.ceil(share * all);
    for (int i = 0; i < taken.length && left > 0; i++) {
      left -= taken[i];
      if (left <= 0) {
        // Race: add() may have set the longest already, but not the bucket yet.
        return Duration.ofNanos(indexOf(most) == i ? most : endOf(i));
      }
    }
    return Duration.ZERO;
  }

  /** The first buckets are one nanosecond wide; after them each doubling has sixteen. */
  private static int indexOf(long nanos) {
    if (nanos < TO_A_DOUBLING) {
      return (int) nanos;
    }
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - FINENESS;
    return TO_A_DOUBLING * doubling + (int) (nanos >>> doubling);
  }

  /** The highest value of a bucket. */
  private static long endOf(int index) {
    if (index < TO_A_DOUBLING) {
      return index;
    }
    int doubling = index / TO_A_DOUBLING - 1;
    long first = index - (long) TO_A_DOUBLING * doubling;
    return ((first + 1) << doubling) - 1;
  }
}
