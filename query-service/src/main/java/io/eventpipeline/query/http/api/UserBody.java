package io.eventpipeline.query.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Map;

/** What the table says about a user. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "User")
public record UserBody(
    @JsonProperty("user_id") @Schema(requiredMode = RequiredMode.REQUIRED) String userId,
    @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, String> attributes) {}
