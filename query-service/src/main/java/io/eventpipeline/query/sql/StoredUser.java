package io.eventpipeline.query.sql;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/**
 * A row of {@code users}.
 *
 * @param createdAt as {@link RowTime} writes it
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "StoredUser")
public record StoredUser(
    @Schema(requiredMode = RequiredMode.REQUIRED) String userId,
    @Schema(requiredMode = RequiredMode.REQUIRED) String email,
    @Schema(requiredMode = RequiredMode.REQUIRED) String name,
    @Schema(
            description = "Time of the newest event.",
            format = "date-time",
            requiredMode = RequiredMode.REQUIRED)
        String createdAt) {}
