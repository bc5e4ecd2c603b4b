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
  /** The result of one event of a batch. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Result")
  public record ResultBody(
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              nullable = false,
              description = "Absent if the event is invalid and has no legal id.")
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
              description = "Why the event was refused.")
          @Nullable String error) {}
}
