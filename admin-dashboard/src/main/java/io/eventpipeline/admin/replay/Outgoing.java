package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.deadletter.DeadLetter;

/**
 * A record to publish.
 *
 * @param id of the event
 * @param type of the event
 * @param userId becomes the key
 * @param token of the replay; empty for a record that is no replay
 * @param eventTime when its first record was written, unix milliseconds; empty if unknown
 */
public record Outgoing(
    String topic,
    String id,
    String type,
    String userId,
    byte[] value,
    String token,
    String eventTime) {

  /** A dead letter as it failed last. */
  static Outgoing replay(DeadLetter letter, String token) {
    return replay(letter, letter.record(), token);
  }

  /** A dead letter with an edited record. */
  static Outgoing replay(DeadLetter letter, byte[] record, String token) {
    String time = letter.recordTimestamp();
    return new Outgoing(
        letter.topic(),
        letter.id(),
        letter.type(),
        letter.userId(),
        record,
        token,
        time == null ? "" : time);
  }

  /** An event that is new to the pipeline. */
  public static Outgoing ordinary(
      String topic, String id, String type, String userId, byte[] value) {
    return new Outgoing(topic, id, type, userId, value, "", "");
  }
}
