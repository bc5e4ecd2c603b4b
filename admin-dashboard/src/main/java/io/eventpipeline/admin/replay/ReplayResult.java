package io.eventpipeline.admin.replay;

/** What became of the replay of one event. */
public sealed interface ReplayResult {
  /** Its handler returned. */
  record Processed() implements ReplayResult {}

  /**
   * It is a dead letter again.
   *
   * @param error of the last attempt
   */
  record FailedAgain(String errorClass, String error) implements ReplayResult {}

  /** It was published, and is not final yet. It goes on without us. */
  record Waiting() implements ReplayResult {}

  /**
   * It was not replayed.
   *
   * @param reason why, and what to do
   */
  record Refused(String reason) implements ReplayResult {}
}
