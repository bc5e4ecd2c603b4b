package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** An event in the typed form: the whole object is the payload. */
@Schema(
    name = "TypedEvent",
    additionalProperties = AdditionalPropertiesValue.TRUE,
    description =
        "Has no member type. The first of userId, orderId and sku is the user; one of them is"
            + " required. The whole object becomes the payload, so seq is the position in the order"
            + " of the user.")
record TypedEventBody(
    @Schema(
            description = "Becomes the type.",
            requiredMode = RequiredMode.REQUIRED,
            minLength = 1,
            maxLength = 256)
        String eventType,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "If absent, the server makes a UUID.",
            pattern = "^(?!(list|\\.|\\.\\.)$)[A-Za-z0-9._:-]{1,128}$")
        String eventId,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "When it happened: ISO-8601 with offset, or unix milliseconds.",
            anyOf = {String.class, Long.class})
        Object timestamp,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED) String userId,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED) String orderId,
    @Schema(requiredMode = RequiredMode.NOT_REQUIRED) String sku) {}
