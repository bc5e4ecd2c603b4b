package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/** What became of an authentic webhook. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Webhook")
public record WebhookBody(
    @Schema(
            description =
                "`duplicate`: Kafka acknowledged the event before. `ignored`: a ping, no event.",
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            allowableValues = {"accepted", "duplicate", "ignored"})
        String status,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "Absent if there is no event.")
        @Nullable String eventId,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED, nullable = false) @Nullable String message) {}
