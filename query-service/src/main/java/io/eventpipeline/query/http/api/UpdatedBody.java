package io.eventpipeline.query.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** The table counts now. */
@Serdeable
@Schema(name = "Updated")
public record UpdatedBody(@Schema(requiredMode = RequiredMode.REQUIRED) String message) {}
