package io.eventpipeline.query.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** The reference table that counts. */
@Serdeable
@Schema(name = "Reference")
public record ReferenceBody(
    @Schema(
            description = "The time that the sender gave the table.",
            format = "date-time",
            requiredMode = RequiredMode.REQUIRED)
        String ts,
    @Schema(
            description = "Unique; the ETag without its quotes.",
            requiredMode = RequiredMode.REQUIRED)
        String version,
    @Schema(description = "Users in the table.", requiredMode = RequiredMode.REQUIRED) int count) {}
