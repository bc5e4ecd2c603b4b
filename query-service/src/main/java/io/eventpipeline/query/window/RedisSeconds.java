package io.eventpipeline.query.window;

import java.util.concurrent.TimeUnit;

/** Guesses Redis' clock from what it showed last. One thread at a time. */
final class RedisSeconds {
  private long second;
  private long atNanos;

  /**
   * @param second the first guess, in unix seconds
   * @param nanos of a monotonic clock, now
   */
  RedisSeconds(long second, long nanos) {
    set(second, nanos);
  }

  /** Notes what Redis' clock shows. */
  void set(long shown, long nanos) {
    second = shown;
    atNanos = nanos;
  }

  long guess(long nanos) {
    return second + TimeUnit.NANOSECONDS.toSeconds(nanos - atNanos);
  }
}
