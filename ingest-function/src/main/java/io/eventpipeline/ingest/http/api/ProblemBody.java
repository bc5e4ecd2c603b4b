package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** Why a request was refused, as RFC 9457 says. */
@Schema(name = "Problem")
record ProblemBody(
    @Schema(requiredMode = RequiredMode.REQUIRED, format = "uri") String type,
    @Schema(requiredMode = RequiredMode.REQUIRED) String title,
    @Schema(requiredMode = RequiredMode.REQUIRED) int status,
    @Schema(requiredMode = RequiredMode.REQUIRED) String detail,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "What is wrong with which field.")
        List<FieldErrorBody> errors,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "The limits that refused it, as RateLimit-Policy names them.")
        @JsonProperty("violated-policies")
        List<String> violatedPolicies,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            description = "Of a batch of which Kafka acknowledged nothing.")
        List<ResultsBody.ResultBody> results) {
  /** What is wrong with one field. */
  @Schema(name = "FieldError")
  record FieldErrorBody(
      @Schema(requiredMode = RequiredMode.REQUIRED) String detail,
      @Schema(
              description = "JSON Pointer (RFC 6901); of a CloudEvent, a slash and the attribute.",
              requiredMode = RequiredMode.REQUIRED)
          String pointer) {}
}
