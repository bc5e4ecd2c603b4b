package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One result for each event in the analytics form, in the order sent. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AnalyticsResults")
public record AnalyticsResultsBody(
    @Schema(requiredMode = RequiredMode.REQUIRED) List<AnalyticsResultBody> results) {
  /** The result of one event in the analytics form. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "AnalyticsResult")
  public record AnalyticsResultBody(
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              nullable = false,
              description = "Absent if the event is invalid and has no legal id.")
          @JsonProperty("event_id")
          @Nullable String eventId,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              type = "string",
              allowableValues = {"success", "error"})
          String status,
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              nullable = false,
              description =
                  "`duplicate`: the id occurs twice in this request, or its event is final"
                      + " already.",
              type = "string",
              allowableValues = {"duplicate", "conflict", "invalid", "rate_limited", "unavailable"})
          @Nullable String code,
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              nullable = false,
              description = "Why the event was refused.")
          @Nullable String message) {}
}
