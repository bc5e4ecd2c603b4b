package io.eventpipeline.push.retry;

import io.eventpipeline.push.PushSettings;
import io.eventpipeline.runtime.retry.RetrySchedule;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a failed notification is sent again. With the delays 1 s, 4 s and 10 s it is sent
 * four times: after about 0, 1, 5 and 15 s. Threads: any.
 */
@Singleton
public final class PushRetries {
  private final RetrySchedule schedule;

  @Inject
  PushRetries(PushSettings settings) {
    this(settings.retryDelays().all());
  }

  /**
   * @param delays the wait after each failed attempt but the last; no wait is shorter
   */
  public PushRetries(List<Duration> delays) {
    schedule = new RetrySchedule.Listed(delays);
  }

  /**
   * What follows.
   *
   * @param attempts failed attempts, this one included; at least 1
   * @param retryAfter how long the push service wants to be left alone; null if it did not say
   * @param draw random, in [0, 1)
   */
  public RetryDecision after(int attempts, @Nullable Duration retryAfter, double draw) {
    if (attempts >= schedule.attempts()) {
      return new RetryDecision.Never();
    }
    Duration wait = schedule.after(attempts, draw);
    return new RetryDecision.Again(
        retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait);
  }
}
