package io.eventpipeline.ingest.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** Kafka has acknowledged the event. */
@Serdeable
@Schema(name = "Accepted")
public record AcceptedBody(
    @Schema(requiredMode = RequiredMode.REQUIRED) String eventId,
    @Schema(
            description =
                "`duplicate`: the same event was accepted before under this idempotency key.",
            requiredMode = RequiredMode.REQUIRED,
            type = "string",
            allowableValues = {"accepted", "duplicate"})
        String status) {}
