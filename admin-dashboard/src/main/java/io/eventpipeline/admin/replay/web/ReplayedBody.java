package io.eventpipeline.admin.replay.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/**
 * What became of a replay.
 *
 * @param status processed, failed or published
 * @param errorClass of the last attempt; null unless it failed
 * @param error of the last attempt; null unless it failed
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Replayed")
record ReplayedBody(
    @Schema(requiredMode = RequiredMode.REQUIRED) String id,
    @Schema(
            requiredMode = RequiredMode.REQUIRED,
            allowableValues = {"processed", "failed", "published"})
        String status,
    @Schema(nullable = false) @Nullable String errorClass,
    @Schema(nullable = false) @Nullable String error) {}
