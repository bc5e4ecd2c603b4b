package io.eventpipeline.ingest.http.api;

import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.concurrent.CompletionStage;

/** Counters of all processes. */
public interface CountsApi {
  /** Reads the counters. */
  @Operation(
      operationId = "apiMetrics",
      summary = "Get the counters of the whole pipeline",
      description =
          "All processes together, since Redis was set up. For the metrics of one process, see"
              + " /prometheus.")
  @ApiResponse(
      responseCode = "200",
      description = "The counters",
      content =
          @Content(
              mediaType = EventsApi.JSON,
              schema = @Schema(implementation = CountsBody.class),
              examples =
                  @ExampleObject(
                      name = "counts",
                      value =
                          """
                          {"received": 120, "deduped": 3, "sent": 80, "failed": 2, "dlq": 1,
                           "queue_size": 9, "events_waiting": 7, "push_waiting": 2,
                           "dlq_events": 1, "dlq_push": 0}\
                          """)))
  @UnauthorizedResponse
  @ApiResponse(
      responseCode = "503",
      description = "Redis or Kafka does not answer",
      headers = @Header(name = "Retry-After", required = true, schema = @Schema(type = "integer")),
      content =
          @Content(
              mediaType = EventsApi.PROBLEM,
              schema = @Schema(implementation = ProblemBody.class)))
  CompletionStage<HttpResponse<?>> counts();
}
