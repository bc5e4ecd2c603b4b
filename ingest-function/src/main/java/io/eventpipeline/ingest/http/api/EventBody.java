package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** An event as a client sends it. */
@Schema(name = "Event")
record EventBody(
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description =
                "Events with the same id have one effect. If absent, the server makes a UUID. Not"
                    + " list, '.' or '..'.",
            pattern = "^(?!(list|\\.|\\.\\.)$)[A-Za-z0-9._:-]{1,128}$")
        String eventId,
    @Schema(
            description = "The user whose order the event belongs to; not blank.",
            requiredMode = RequiredMode.REQUIRED,
            minLength = 1,
            maxLength = 256)
        String userId,
    @Schema(
            description = "Selects the handler; not blank.",
            requiredMode = RequiredMode.REQUIRED,
            minLength = 1,
            maxLength = 256)
        String type,
    @Schema(requiredMode = RequiredMode.REQUIRED) Payload payload,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description =
                "When it happened: ISO-8601 with offset, or unix milliseconds; within 120 s of the"
                    + " server's clock. If absent, when the server accepted it.",
            anyOf = {String.class, Long.class})
        Object ts,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description =
                "Requests of one user with the same key are one event. On /events the header"
                    + " Idempotency-Key does the same.",
            pattern = "^[ -~]{1,255}$")
        String idempotencyKey) {}
