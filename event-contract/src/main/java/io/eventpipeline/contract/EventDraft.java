package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/**
 * A valid event as a client sent it over HTTP: not yet with an id of its own, a time or a place.
 *
 * @param eventId the client's id, or null if it leaves that to us
 * @param seq {@code payload.seq}, or {@link Event#NO_SEQ}
 */
public record EventDraft(
    @Nullable String eventId, String userId, String type, long seq, JsonSlice payload) {}
