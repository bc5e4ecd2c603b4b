package io.eventpipeline.ingest.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One result for each event of a batch, in the order sent. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Results")
public record ResultsBody(@Schema(requiredMode = RequiredMode.REQUIRED) List<ResultBody> results) {
  /** What became of one event of a batch. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Result")
  public record ResultBody(
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              nullable = false,
              description = "Absent if the event was invalid and named no legal one.")
          @Nullable String eventId,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              type = "string",
              allowableValues = {
                "accepted",
                "duplicate",
                "conflict",
                "invalid",
                "rate_limited",
                "unavailable"
              })
          String status,
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              nullable = false,
              description = "Why it was not taken.")
          @Nullable String error) {}
}
