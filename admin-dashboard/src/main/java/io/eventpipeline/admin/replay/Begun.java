package io.eventpipeline.admin.replay;

/** What became of the wish to replay one event. */
public sealed interface Begun {
  /** Kafka has it. */
  record Published(PendingReplay replay) implements Begun {}

  /**
   * It was not replayed.
   *
   * @param result {@link ReplayResult.Refused} or {@link ReplayResult.Invalid}
   */
  record Not(ReplayResult result) implements Begun {}
}
