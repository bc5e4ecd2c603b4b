package io.eventpipeline.admin.skipped;

/** What became of the wish to send a skipped event again. */
public sealed interface SentAgain {
  /**
   * Kafka has it.
   *
   * @param id of the new event
   */
  record Published(String id) implements SentAgain {}

  /**
   * Nothing was sent.
   *
   * @param reason why, and what to do
   */
  record Refused(String reason) implements SentAgain {}
}
