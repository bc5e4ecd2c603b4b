package io.eventpipeline.contract.forms;

import org.jspecify.annotations.Nullable;

/**
 * What a sender said about an event outside of its payload. Nothing is checked yet.
 *
 * @param eventId null if the sender gave none
 * @param userId null is an error
 * @param type null is an error
 * @param ts when it happened, unix milliseconds; null if the sender did not say
 * @param unordered whether {@code payload.seq} is plain data, which may have any value
 */
public record EventParts(
    @Nullable String eventId,
    @Nullable String userId,
    @Nullable String type,
    @Nullable Long ts,
    boolean unordered) {}
