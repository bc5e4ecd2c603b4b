package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/**
 * A valid event as a client sent it over HTTP: not yet with an id of its own, a time or a place.
 *
 * @param eventId the client's id, or null if it leaves that to us
 * @param seq {@code payload.seq}, or {@link Event#NO_SEQ}
 * @param idempotencyKey under which this user sends the event once, or null if it named none
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
