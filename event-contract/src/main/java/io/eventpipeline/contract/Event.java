package io.eventpipeline.contract;

import java.util.OptionalLong;

/**
 * A valid event as it stands in the topic, and as a handler gets it.
 *
 * @param id 1 to 128 of {@code A-Z a-z 0-9 . _ : -}, but not {@code list}, {@code .} or {@code ..};
 *     the same id is the same event
 * @param userId whose order it belongs to, 1 to 256 characters
 * @param type 1 to 256 characters
 * @param seqOrZero {@code payload.seq}, from 1 to 2^53-1, or {@link #NO_SEQ}
 * @param payload the JSON object as it was sent
 * @param timestamp when it was accepted, unix milliseconds
 */
public record Event(
    String id, String userId, String type, long seqOrZero, JsonSlice payload, long timestamp) {
  /** Stands for the seq of an event that has none. */
  public static final long NO_SEQ = 0;

  /** Its place in the order of its user, from 1, if it asks for one. */
  public OptionalLong seq() {
    return seqOrZero == NO_SEQ ? OptionalLong.empty() : OptionalLong.of(seqOrZero);
  }
}
