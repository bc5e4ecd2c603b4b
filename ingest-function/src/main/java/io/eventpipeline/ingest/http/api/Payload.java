package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.AdditionalPropertiesValue;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** What happened: any JSON object. */
@Schema(additionalProperties = AdditionalPropertiesValue.TRUE)
record Payload(
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "Position in the order of the user.",
            minimum = "1",
            maximum = "9007199254740991")
        Long seq) {}
