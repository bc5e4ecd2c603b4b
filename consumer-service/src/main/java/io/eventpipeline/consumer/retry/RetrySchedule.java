package io.eventpipeline.consumer.retry;

import java.time.Duration;

/**
 * How often a failing event is tried, and how long the waits between are: exponential, capped, with
 * up to a fifth taken off by chance so that users who failed together do not return together.
 *
 * <p>With the defaults (3 attempts, first 200 ms, cap 10 s) the waits before jitter are 200 ms and
 * 400 ms; were there more attempts, they would go on 800 ms, 1.6 s, 3.2 s, 6.4 s, 10 s, 10 s, …
 *
 * @param attempts handler runs at most, at least 1
 * @param first wait after the first failed attempt
 * @param cap longest wait
 */
public record RetrySchedule(int attempts, Duration first, Duration cap) {
  private static final double FACTOR = 2;
  private static final double JITTER = 0.2;

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public RetrySchedule {
    if (attempts < 1) {
      throw new IllegalArgumentException("retry.attempts must be at least 1: " + attempts);
    }
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("retry.first must be positive: " + first);
    }
    if (cap.compareTo(first) < 0) {
      throw new IllegalArgumentException("retry.cap " + cap + " is below retry.first " + first);
    }
  }

  /**
   * The wait after failed attempt {@code attempt}.
   *
   * @param attempt 1 is the first try
   * @param draw chance, in [0, 1)
   * @return never above {@code cap}
   */
  public Duration after(int attempt, double draw) {
    double fullMs = Math.min(cap.toMillis(), first.toMillis() * Math.pow(FACTOR, attempt - 1));
    return Duration.ofMillis(Math.round(fullMs * (1 - JITTER * draw)));
  }
}
