package io.eventpipeline.consumer.retry;

import java.time.Duration;

/** What follows a handler run that did not succeed. */
public sealed interface Decision {
  /** The event has failed for good. */
  record GiveUp() implements Decision {}

  /** The attempt is spent; the next starts after the pause. */
  record TryAgain(Duration pause) implements Decision {}

  /** Something the handler needs is away: no attempt is spent, the next starts after the pause. */
  record Postpone(Duration pause) implements Decision {}
}
