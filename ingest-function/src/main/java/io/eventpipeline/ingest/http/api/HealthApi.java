package io.eventpipeline.ingest.http.api;

import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.concurrent.CompletionStage;

/** Whether the API can reach its servers. */
public interface HealthApi {
  /** Asks Redis and Kafka. */
  @Operation(
      operationId = "apiHealth",
      summary = "See whether Redis and Kafka answer",
      description = "Needs no API key.")
  @ApiResponse(
      responseCode = "200",
      description = "Both answer",
      content =
          @Content(
              mediaType = EventsApi.JSON,
              schema = @Schema(implementation = HealthBody.class),
              examples =
                  @ExampleObject(
                      name = "up",
                      value =
                          """
                          {"ok": true, "redis": "up", "kafka": "up",
                           "timestamp": "2026-11-20T09:30:00.123Z", "uptime": 4711}\
                          """)))
  @ApiResponse(
      responseCode = "503",
      description = "At least one does not answer",
      content =
          @Content(mediaType = EventsApi.JSON, schema = @Schema(implementation = HealthBody.class)))
  CompletionStage<HttpResponse<?>> health();
}
