package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/**
 * A valid event from an HTTP request. It has no time yet, and perhaps no id.
 *
 * @param eventId the client's id; null if the API must make one
 * @param seq {@code payload.seq}, or {@link Event#NO_SEQ}
 * @param idempotencyKey the key that makes this request repeatable; null if there is none
 * @param ts when it happened, unix milliseconds; null if the sender did not say
 * @param unordered true if {@code payload.seq} is plain data and seq is {@link Event#NO_SEQ}
 */
public record EventDraft(
    @Nullable String eventId,
    String userId,
    String type,
    long seq,
    JsonSlice payload,
    @Nullable String idempotencyKey,
    @Nullable Long ts,
    boolean unordered) {

  /** The same event under another idempotency key. */
  public EventDraft underKey(String key) {
    return new EventDraft(eventId, userId, type, seq, payload, key, ts, unordered);
  }
}
