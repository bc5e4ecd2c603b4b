package io.eventpipeline.push.retry;

import java.time.Duration;

/** What follows a failed attempt. */
public sealed interface RetryDecision {
  /** Another attempt, after a delay. */
  record Again(Duration delay) implements RetryDecision {}

  /** No further attempt: it is a dead letter. */
  record Never() implements RetryDecision {}
}
