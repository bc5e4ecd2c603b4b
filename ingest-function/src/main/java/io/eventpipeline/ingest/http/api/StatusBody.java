package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/** The final state of an event. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Status")
public record StatusBody(
    @Schema(requiredMode = RequiredMode.REQUIRED) String eventId,
    @Schema(
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            allowableValues = {"processed", "failed", "skipped"})
        String status,
    @Schema(
            description = "When the event became final, in unix milliseconds.",
            requiredMode = RequiredMode.REQUIRED)
        long processedAt,
    @Schema(
            description = "Handler runs that ended.",
            requiredMode = RequiredMode.REQUIRED,
            minimum = "0")
        int attempts,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED, nullable = false) @Nullable String userId,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED, nullable = false) @Nullable String type,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED, nullable = false) @Nullable Long seq,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "Why the event failed.")
        @Nullable String error) {}
