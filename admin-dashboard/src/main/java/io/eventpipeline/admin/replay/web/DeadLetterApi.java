package io.eventpipeline.admin.replay.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** The API for programs, as its document describes it. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Event Pipeline: dead letters",
            version = "1",
            description =
                "Lists and replays dead letters, as the pages of the dashboard do. Requests need a"
                    + " token of admin.tokens; what operators' tokens do is noted in the audit."),
    security = @SecurityRequirement(name = DeadLetterApi.BEARER))
@SecurityScheme(name = DeadLetterApi.BEARER, type = SecuritySchemeType.HTTP, scheme = "bearer")
interface DeadLetterApi {
  String BEARER = "bearer";
  String JSON = "application/json";
  String PROBLEM = "application/problem+json";

  /** Lists dead letters. */
  @Operation(
      operationId = "deadLetters",
      summary = "List dead letters, the newest first",
      description = "Values of masked fields are hidden. Needs a token of any role.",
      parameters = {
        @Parameter(
            name = "class",
            in = ParameterIn.QUERY,
            description =
                "Those with this error class: its whole name, or what follows one of its dots.",
            schema = @Schema(type = "string")),
        @Parameter(
            name = "type",
            in = ParameterIn.QUERY,
            description = "Those of this event type.",
            schema = @Schema(type = "string")),
        @Parameter(
            name = "user",
            in = ParameterIn.QUERY,
            description = "Those of this user.",
            schema = @Schema(type = "string")),
        @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "The member next of the page before.",
            schema = @Schema(type = "string")),
        @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Most entries of a page.",
            schema =
                @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
      })
  @ApiResponse(
      responseCode = "200",
      description =
          "Some of them. With next there are more, even if this page has fewer than limit.",
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = DeadLettersBody.class),
              examples =
                  @ExampleObject(
                      name = "list",
                      value =
                          """
                          {"deadLetters": [{"id": "order-17", "userId": "ann", "type": "order.paid",
                            "errorClass": "java.lang.IllegalStateException", "error": "no account",
                            "attempts": 4, "failedAt": 1794900000000, "replays": 1}],
                           "next": "41~order-17"}\
                          """)))
  @ApiResponse(
      responseCode = "400",
      description = "A parameter is wrong",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemSchema.class)))
  @TokenResponse
  @RedisResponse
  HttpResponse<?> list(@Parameter(hidden = true) HttpRequest<?> request);

  /** Replays a dead letter. */
  @Operation(
      operationId = "replay",
      summary = "Replay a dead letter, and wait for its result",
      description =
          "Runs it once, whoever asks how often: while a replay is under way, a second one gets"
              + " 409. Waits for at most 30 s. Needs a token of an operator; the audit notes it.")
  @RequestBody(
      required = false,
      description = "Another payload. Without a body it is replayed as it is.",
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = ReplayBody.class),
              examples =
                  @ExampleObject(name = "edited", value = "{\"payload\": {\"amount\": 12}}")))
  @ApiResponse(
      responseCode = "200",
      description = "It is final: processed, or failed again",
      content = @Content(mediaType = JSON, schema = @Schema(implementation = ReplayedBody.class)))
  @ApiResponse(
      responseCode = "202",
      description = "It is not final yet, and goes on by itself",
      content = @Content(mediaType = JSON, schema = @Schema(implementation = ReplayedBody.class)))
  @ApiResponse(
      responseCode = "400",
      description = "The payload may not stand there; errors says where it is wrong",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "403",
      description = "The token is that of a viewer",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "404",
      description = "There is no such dead letter",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "409",
      description = "A replay is under way, a handler runs it, or it holds no event",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemSchema.class)))
  @TokenResponse
  @RedisResponse
  HttpResponse<?> replay(
      @Parameter(hidden = true) HttpRequest<byte[]> request,
      @Parameter(description = "The event's id.") String id);
}
