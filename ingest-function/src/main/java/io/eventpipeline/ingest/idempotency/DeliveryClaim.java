package io.eventpipeline.ingest.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * One delivery's claim on a webhook's event.
 *
 * @param eventId equal for all deliveries of one event
 * @param userId the user of the event
 * @param seenId {@code {source}:{sha256 of the signed bytes}}; null if the signature covers the id
 *     and the time
 * @param token of this claim alone
 */
public record DeliveryClaim(String eventId, String userId, @Nullable String seenId, String token) {}
