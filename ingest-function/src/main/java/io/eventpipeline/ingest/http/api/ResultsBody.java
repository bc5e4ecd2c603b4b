package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** One result for each event of a batch, in the order sent. */
@Schema(name = "Results")
record ResultsBody(@Schema(requiredMode = RequiredMode.REQUIRED) List<ResultBody> results) {
  /** What became of one event of a batch. */
  @Schema(name = "Result")
  record ResultBody(
      @Schema(
              requiredMode = RequiredMode.NOT_REQUIRED,
              description = "Absent if the event was invalid and named no legal one.")
          String eventId,
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
      @Schema(requiredMode = RequiredMode.NOT_REQUIRED, description = "Why it was not taken.")
          String error) {}
}
