package io.eventpipeline.contract;

import java.util.OptionalLong;

/**
 * A valid event, as a handler receives it.
 *
 * @param id 1 to 128 of {@code A-Z a-z 0-9 . _ : -}, but not {@code list}, {@code .} or {@code ..};
 *     the same id is the same event
 * @param userId the user whose order it belongs to, 1 to 256 characters
 * @param type 1 to 256 characters
 * @param seqOrZero {@code payload.seq}, from 1 to 2^53-1, or {@link #NO_SEQ}
 * @param payload the JSON object as the client sent it
 * @param timestamp when the API accepted it, unix milliseconds
 * @param time when it happened, as its sender said, unix milliseconds; {@code timestamp} if the
 *     sender did not say
 */
public record Event(
    String id,
    String userId,
    String type,
    long seqOrZero,
    JsonSlice payload,
    long timestamp,
    long time) {
  /** The seq of an event without one. */
  public static final long NO_SEQ = 0;

  /** An event whose sender did not say when it happened. */
  public Event(
      String id, String userId, String type, long seqOrZero, JsonSlice payload, long timestamp) {
    this(id, userId, type, seqOrZero, payload, timestamp, timestamp);
  }

  /** The position in the order of its user, from 1; empty if the event has none. */
  public OptionalLong seq() {
    return seqOrZero == NO_SEQ ? OptionalLong.empty() : OptionalLong.of(seqOrZero);
  }
}
