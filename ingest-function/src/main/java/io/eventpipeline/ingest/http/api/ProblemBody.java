package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.eventpipeline.ingest.http.api.AnalyticsResultsBody.AnalyticsResultBody;
import io.eventpipeline.ingest.http.api.ResultsBody.ResultBody;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why the server refused a request (RFC 9457). */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem")
public record ProblemBody(
    @Schema(requiredMode = RequiredMode.REQUIRED, format = "uri") String type,
    @Schema(requiredMode = RequiredMode.REQUIRED) String title,
    @Schema(requiredMode = RequiredMode.REQUIRED) int status,
    @Schema(requiredMode = RequiredMode.REQUIRED) String detail,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "What is wrong with which field.")
        @Nullable List<FieldErrorBody> errors,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "The limits that refused the request, as named in RateLimit-Policy.")
        @JsonProperty("violated-policies")
        @Nullable List<String> violatedPolicies,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "Results of events of which Kafka acknowledged none.")
        @ArraySchema(schema = @Schema(oneOf = {ResultBody.class, AnalyticsResultBody.class}))
        @Nullable List<?> results,
    @Schema(
            requiredMode = RequiredMode.NOT_REQUIRED,
            nullable = false,
            description = "Of a webhook: what went wrong, in a short sentence.")
        @Nullable String error) {
  /** What is wrong with one field. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "FieldError")
  public record FieldErrorBody(
      @Schema(requiredMode = RequiredMode.REQUIRED) String detail,
      @Schema(
              description = "JSON Pointer (RFC 6901); for a CloudEvent, a slash and the attribute.",
              requiredMode = RequiredMode.REQUIRED)
          String pointer) {}
}
