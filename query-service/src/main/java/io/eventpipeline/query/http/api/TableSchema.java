package io.eventpipeline.query.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Map;

/** The schema of an uploaded table, for the document only: nobody holds a whole one. */
@Schema(name = "Table")
public record TableSchema(
    @JsonProperty("user_metadata")
        @Schema(
            description =
                "Attributes of each user: names of 1 to 64 letters, digits and _, at most 16;"
                    + " values of at most 256 characters. Numbers and booleans become text.",
            requiredMode = RequiredMode.REQUIRED)
        Map<String, Map<String, String>> userMetadata,
    @Schema(
            description = "ISO 8601 with offset, or unix milliseconds; at most 120 s ahead.",
            requiredMode = RequiredMode.REQUIRED,
            type = "string")
        Object ts) {}
