package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** What became of an event. */
@Schema(name = "Status")
record StatusBody(
    @Schema(requiredMode = RequiredMode.REQUIRED) String eventId,
    @Schema(
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            allowableValues = {"processed", "failed", "skipped"})
        String status,
    @Schema(
            description = "When it became final, in unix milliseconds.",
            requiredMode = RequiredMode.REQUIRED)
        long processedAt,
    @Schema(
            description = "Handler runs that ended.",
            requiredMode = RequiredMode.REQUIRED,
            minimum = "0")
        int attempts,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED) String userId,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED) String type,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED) Long seq,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED, description = "Why it failed.")
        String error) {}
