package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** An event in the analytics form. */
@Schema(name = "AnalyticsEvent")
record AnalyticsEventBody(
    @Schema(
            description = "Becomes the eventId.",
            requiredMode = RequiredMode.REQUIRED,
            pattern = "^(?!(list|\\.|\\.\\.)$)[A-Za-z0-9._:-]{1,128}$")
        @JsonProperty("event_id")
        String eventId,
    @Schema(
            description = "Becomes the userId; not blank.",
            requiredMode = RequiredMode.REQUIRED,
            minLength = 1,
            maxLength = 256)
        @JsonProperty("user_id")
        String userId,
    @Schema(requiredMode = RequiredMode.REQUIRED, minLength = 1, maxLength = 256) String type,
    @Schema(
            description =
                "When it happened: ISO-8601 with offset, or unix milliseconds; within 120 s of the"
                    + " server's clock.",
            requiredMode = RequiredMode.REQUIRED,
            anyOf = {String.class, Long.class})
        Object ts,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED, description = "Empty if absent.")
        Payload payload) {}
