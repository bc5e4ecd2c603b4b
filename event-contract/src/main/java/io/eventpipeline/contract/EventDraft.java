package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/**
 * A valid event from an HTTP request. It has no time yet, and perhaps no id.
 *
 * @param eventId the client's id; null if the API must make one
 * @param seq {@code payload.seq}, or {@link Event#NO_SEQ}
 * @param idempotencyKey the key that makes this request repeatable; null if there is none
 */
public record EventDraft(
    @Nullable String eventId,
    String userId,
    String type,
    long seq,
    JsonSlice payload,
    @Nullable String idempotencyKey) {

  /** The same event under another idempotency key. */
  public EventDraft underKey(String key) {
    return new EventDraft(eventId, userId, type, seq, payload, key);
  }
}
