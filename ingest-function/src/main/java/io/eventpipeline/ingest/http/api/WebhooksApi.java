package io.eventpipeline.ingest.http.api;

import static io.eventpipeline.ingest.http.api.EventsApi.JSON;
import static io.eventpipeline.ingest.http.api.EventsApi.PROBLEM;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import java.util.concurrent.CompletionStage;

/** Receives webhooks. */
public interface WebhooksApi {
  /** Takes one webhook. */
  @Operation(
      operationId = "receiveWebhook",
      summary = "Take a signed webhook",
      description =
          "The sender signs the raw body with a secret of the source, in the headers of its scheme."
              + " No API key is asked for. Each event is published once within 24 hours.")
  @SecurityRequirements
  @RequestBody(
      required = true,
      description = "A JSON object, whatever the content type says",
      content = @Content(mediaType = "*/*", schema = @Schema(type = "object")))
  @ApiResponse(
      responseCode = "200",
      description = "A duplicate, or a ping",
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = WebhookBody.class),
              examples =
                  @ExampleObject(
                      name = "duplicate",
                      value =
                          """
                          {"status": "duplicate", "eventId": "7f2c",
                           "message": "Duplicate event ignored"}\
                          """)))
  @ApiResponse(
      responseCode = "202",
      description = "Kafka has acknowledged the event",
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = WebhookBody.class),
              examples =
                  @ExampleObject(
                      name = "accepted",
                      value = "{\"status\": \"accepted\", \"eventId\": \"7f2c\"}")))
  @ApiResponse(
      responseCode = "400",
      description = "The timestamp is wrong, or the body describes no event",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "401",
      description = "The signature is missing or wrong",
      headers =
          @Header(name = "WWW-Authenticate", required = true, schema = @Schema(type = "string")),
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "404",
      description = "No source has this name",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "410",
      description = "The source is switched off",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @TooLargeResponse
  @ApiResponse(
      responseCode = "429",
      description = "The address has sent too many requests to this source",
      headers = @Header(name = "Retry-After", required = true, schema = @Schema(type = "integer")),
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "503",
      description = "The event is not acknowledged, or the consumers lag: send it again",
      headers = @Header(name = "Retry-After", required = true, schema = @Schema(type = "integer")),
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @Status(HttpStatus.ACCEPTED)
  CompletionStage<HttpResponse<?>> receive(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(description = "Name of the source", example = "orders") String source);
}
