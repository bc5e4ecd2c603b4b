package io.eventpipeline.runtime.retry;

import java.time.Duration;
import java.util.List;

/** How often something that fails is tried, and how long the waits between are. */
public sealed interface RetrySchedule {
  /** Attempts at most, at least 1. */
  int attempts();

  /**
   * The wait after failed attempt {@code attempt}.
   *
   * @param attempt 1 is the first
   * @param draw random, in [0, 1)
   */
  Duration after(int attempt, double draw);

  /**
   * Waits that double up to a cap. Jitter takes up to a fifth off, so that users who failed
   * together do not return together.
   *
   * <p>With the defaults (3 attempts, first 200 ms, cap 10 s) the waits before jitter are 200 ms
   * and 400 ms; with more attempts they go on 800 ms, 1.6 s, 3.2 s, 6.4 s, 10 s, 10 s, …
   *
   * @param first wait after the first failed attempt
   * @param cap longest wait
   */
  record Exponential(int attempts, Duration first, Duration cap) implements RetrySchedule {
    private static final double FACTOR = 2;
    private static final double JITTER = 0.2;

    @Override
    public Duration after(int attempt, double draw) {
      double fullMs = Math.min(cap.toMillis(), first.toMillis() * Math.pow(FACTOR, attempt - 1));
      return Duration.ofMillis(Math.round(fullMs * (1 - JITTER * draw)));
    }
  }

  /**
   * Waits as listed. Jitter adds up to a tenth, so no attempt comes earlier than the list says.
   *
   * @param delays at least one
   */
  record Listed(List<Duration> delays) implements RetrySchedule {
    private static final double JITTER = 0.1;

    @Override
    public int attempts() {
      return delays.size() + 1;
    }

    @Override
    public Duration after(int attempt, double draw) {
      long ms = delays.get(Math.min(attempt, delays.size()) - 1).toMillis();
      return Duration.ofMillis(Math.round(ms * (1 + JITTER * draw)));
    }
  }
}
