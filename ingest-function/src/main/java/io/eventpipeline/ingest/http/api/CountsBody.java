package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** Counters of all processes. */
@Serdeable
@Schema(name = "Counts")
public record CountsBody(
    @Schema(description = "Authentic webhooks.", requiredMode = RequiredMode.REQUIRED)
        long received,
    @Schema(description = "Webhooks that were duplicates.", requiredMode = RequiredMode.REQUIRED)
        long deduped,
    @Schema(
            description = "Push notifications sent, once for each device.",
            requiredMode = RequiredMode.REQUIRED)
        long sent,
    @Schema(
            description = "Failed attempts to send a push notification.",
            requiredMode = RequiredMode.REQUIRED)
        long failed,
    @Schema(description = "dlq_events and dlq_push together.", requiredMode = RequiredMode.REQUIRED)
        long dlq,
    @JsonProperty("queue_size")
        @Schema(
            description = "events_waiting and push_waiting together.",
            requiredMode = RequiredMode.REQUIRED)
        long queueSize,
    @JsonProperty("events_waiting")
        @Schema(description = "Events that are not final.", requiredMode = RequiredMode.REQUIRED)
        long eventsWaiting,
    @JsonProperty("push_waiting")
        @Schema(
            description = "Push notifications to be sent, retries included.",
            requiredMode = RequiredMode.REQUIRED)
        long pushWaiting,
    @JsonProperty("dlq_events")
        @Schema(description = "Dead letters.", requiredMode = RequiredMode.REQUIRED)
        long dlqEvents,
    @JsonProperty("dlq_push")
        @Schema(
            description = "Push notifications that were given up.",
            requiredMode = RequiredMode.REQUIRED)
        long dlqPush) {}
