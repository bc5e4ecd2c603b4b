package io.eventpipeline.consumer.retry;

import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.runtime.retry.RetrySchedule;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides by what was thrown, also deep in the causes, and how often. Threads: any. */
@Singleton
public final class RetryPolicy {
  private final RetrySchedule schedule;

  @Inject
  RetryPolicy(RetrySettings settings) {
    this(settings.schedule());
  }

  public RetryPolicy(RetrySchedule schedule) {
    this.schedule = schedule;
  }

  /**
   * What follows a failed attempt.
   *
   * @param attempts ended attempts, this one included
   * @param postponements how often the event was postponed in a row before
   * @param draw random, in [0, 1)
   */
  public Decision after(Throwable thrown, int attempts, int postponements, double draw) {
    if (has(thrown, NonRetryable.class)) {
      return new Decision.GiveUp();
    }
    if (has(thrown, Unavailable.class)) {
      return new Decision.Postpone(schedule.after(postponements + 1, draw));
    }
    return attempts >= schedule.attempts()
        ? new Decision.GiveUp()
        : new Decision.TryAgain(schedule.after(attempts, draw));
  }

  /** How many attempts an event has. */
  public int attempts() {
    return schedule.attempts();
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    Set<Throwable> seen = new HashSet<>(); // a cause may lead back to where it came from
    for (@Nullable Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
