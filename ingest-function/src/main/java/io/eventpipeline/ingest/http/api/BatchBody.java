package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** Many events. */
@Schema(name = "Batch")
record BatchBody(
    @ArraySchema(
            minItems = 1,
            maxItems = 1000,
            arraySchema = @Schema(requiredMode = RequiredMode.REQUIRED),
            schema = @Schema(anyOf = {EventBody.class, TypedEventBody.class}))
        List<?> events) {}
