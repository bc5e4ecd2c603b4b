package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** A CloudEvent in JSON format. Attributes that are not listed here are dropped. */
@Schema(name = "CloudEvent", additionalProperties = AdditionalPropertiesValue.TRUE)
record CloudEventBody(
    @Schema(requiredMode = RequiredMode.REQUIRED, allowableValues = "1.0") String specversion,
    @Schema(
            description = "Becomes the eventId. Not list, '.' or '..'.",
            requiredMode = RequiredMode.REQUIRED,
            pattern = "^(?!(list|\\.|\\.\\.)$)[A-Za-z0-9._:-]{1,128}$")
        String id,
    @Schema(requiredMode = RequiredMode.REQUIRED, minLength = 1) String source,
    @Schema(requiredMode = RequiredMode.REQUIRED, minLength = 1, maxLength = 256) String type,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "Becomes the userId.",
            minLength = 1,
            maxLength = 256)
        String partitionkey,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "Becomes the userId if there is no partitionkey.")
        String subject,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "Becomes the seq: an integer from 1 to 2^53-1.",
            pattern = "^[0-9]{1,32}$")
        String sequence,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "When it happened.",
            format = "date-time")
        String time,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "A JSON media type, if there is data.")
        String datacontenttype,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "Becomes the payload, which is empty if data is absent.")
        Payload data) {}
