package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.limit.SourceRate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sender of webhooks, ready to check and map what it sends.
 *
 * @param path also leads here; null if only {@code /webhooks/NAME} does
 * @param limit permits of one address
 * @param limitsGenuine whether the limit counts authentic webhooks too
 * @param ackWait how long the sender waits for Kafka
 * @param guardsReplay whether signed bytes count once, under whatever id they come
 */
record WebhookSource(
    String name,
    @Nullable String path,
    boolean enabled,
    Verifier verifier,
    EventMapping mapping,
    SourceRate limit,
    boolean limitsGenuine,
    Duration ackWait,
    boolean guardsReplay) {}
