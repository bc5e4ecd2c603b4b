package io.eventpipeline.ingest.http.api;

import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.concurrent.CompletionStage;

/** The final state of events. */
public interface StatusApi {
  /** The final state of one event. */
  @Operation(
      operationId = "eventStatus",
      summary = "Get the final state of an event",
      description =
          "Available for 24 hours after the event became final, unless configured otherwise.")
  @ApiResponse(
      responseCode = "200",
      description = "The event is final",
      content =
          @Content(
              mediaType = EventsApi.JSON,
              schema = @Schema(implementation = StatusBody.class),
              examples =
                  @ExampleObject(
                      name = "processed",
                      value =
                          """
                          {"eventId": "7f2c", "status": "processed", "processedAt": 1763700000123,
                           "attempts": 1, "userId": "ann", "type": "order.created", "seq": 2}\
                          """)))
  @UnauthorizedResponse
  @ApiResponse(
      responseCode = "404",
      description = "No final state: not yet, no longer, or the event was never sent",
      content =
          @Content(
              mediaType = EventsApi.PROBLEM,
              schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "503",
      description = "Redis does not answer",
      headers = @Header(name = "Retry-After", required = true, schema = @Schema(type = "integer")),
      content =
          @Content(
              mediaType = EventsApi.PROBLEM,
              schema = @Schema(implementation = ProblemBody.class)))
  CompletionStage<HttpResponse<?>> one(@Parameter(example = "7f2c") String eventId);
}
