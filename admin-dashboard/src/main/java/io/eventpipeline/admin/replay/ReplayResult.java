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
   * The text that somebody wants in its place may not stand there. Nothing was changed.
   *
   * @param pointer JSON pointer to what is wrong; {@code ""} for the whole text
   * @param detail what it must be
   */
  record Invalid(String pointer, String detail) implements ReplayResult {}

  /**
   * It was not replayed.
   *
   * @param reason why, and what to do
   */
  record Refused(Why why, String reason) implements ReplayResult {}

  /** Why an event is not replayed. */
  enum Why {
    /** There is no such dead letter, or no longer. */
    GONE,
    /** Somebody else has it, or it is not of the kind that is asked for. */
    CONFLICT,
    /** Kafka does not answer. */
    KAFKA_AWAY
  }
}
