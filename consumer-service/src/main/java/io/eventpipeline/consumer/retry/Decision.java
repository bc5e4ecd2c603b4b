package io.eventpipeline.consumer.retry;

import java.time.Duration;

/** What follows a failed attempt. */
public sealed interface Decision {
  /** The event has failed for good. */
  record GiveUp() implements Decision {}

  /** The attempt counts; the next starts after the pause. */
  record TryAgain(Duration pause) implements Decision {}

  /** Something that the handler needs is away: nothing counts, the next starts after the pause. */
  record Postpone(Duration pause) implements Decision {}
}
