package io.eventpipeline.ingest.http.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Status;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.util.concurrent.CompletionStage;

/** Sends events. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Event Pipeline",
            version = "1",
            description =
                "Takes events. Each is handled once, in the order of its user. Requests need an API"
                    + " key if the server has any."),
    security = {
      @SecurityRequirement(name = EventsApi.BEARER),
      @SecurityRequirement(name = EventsApi.KEY)
    })
@SecurityScheme(name = EventsApi.BEARER, type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityScheme(
    name = EventsApi.KEY,
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.HEADER,
    paramName = "X-API-Key")
public interface EventsApi {
  String BEARER = "bearer";
  String KEY = "key";
  String JSON = "application/json";
  String CLOUD_EVENT = "application/cloudevents+json";
  String CLOUD_EVENTS = "application/cloudevents-batch+json";
  String PROBLEM = "application/problem+json";

  /** Accepts one event. */
  @Operation(
      operationId = "sendEvent",
      summary = "Send one event",
      description =
          "Responds once Kafka has acknowledged the event. Accepts CloudEvents in structured mode"
              + " (application/cloudevents+json) and in binary mode (attributes in ce- headers,"
              + " JSON in the body). JSON is recognised in this order: an array is a list of"
              + " analytics events; an object with userId and type is an event; one with eventType"
              + " and no type is a typed event; one with event_id or user_id and no userId is an"
              + " analytics event.",
      parameters =
          @Parameter(
              in = ParameterIn.HEADER,
              name = "Idempotency-Key",
              description =
                  "Requests of one user with the same key are one event. In quotes or bare.",
              schema = @Schema(type = "string"),
              example = "order-1"))
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = JSON,
            schema =
                @Schema(
                    anyOf = {
                      EventBody.class,
                      TypedEventBody.class,
                      AnalyticsEventBody.class,
                      AnalyticsEvents.class
                    }),
            examples = {
              @ExampleObject(name = "event", value = EventExamples.EVENT),
              @ExampleObject(name = "typed", value = EventExamples.TYPED),
              @ExampleObject(name = "analytics", value = EventExamples.ANALYTICS),
              @ExampleObject(name = "analyticsArray", value = "[" + EventExamples.ANALYTICS + "]")
            }),
        @Content(
            mediaType = CLOUD_EVENT,
            schema = @Schema(implementation = CloudEventBody.class),
            examples = @ExampleObject(name = "cloudEvent", value = EventExamples.CLOUD_EVENT))
      })
  @ApiResponse(
      responseCode = "200",
      description = "A result for each analytics event, in the order sent",
      headers = {
        @Header(name = "RateLimit-Policy", required = true, schema = @Schema(type = "string")),
        @Header(
            name = "RateLimit",
            description = "Of several users, the one with the fewest permits left",
            schema = @Schema(type = "string"))
      },
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = AnalyticsResultsBody.class),
              examples =
                  @ExampleObject(
                      name = "results",
                      value =
                          """
                          {"results": [{"event_id": "c-1", "status": "success"},
                            {"event_id": "c-1", "status": "error", "code": "duplicate",
                             "message": "this event was sent before"}]}\
                          """)))
  @ApiResponse(
      responseCode = "202",
      description = "Kafka has acknowledged the event, now or before",
      headers = {
        @Header(
            name = "RateLimit-Policy",
            description = "The limits, each with its permits (q) and window in seconds (w)",
            required = true,
            schema = @Schema(type = "string")),
        @Header(
            name = "RateLimit",
            description =
                "For each limit the permits left (r) and the seconds until there are more (t)",
            schema = @Schema(type = "string"))
      },
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = AcceptedBody.class),
              examples =
                  @ExampleObject(
                      name = "accepted",
                      value = "{\"eventId\": \"7f2c\", \"status\": \"accepted\"}")))
  @ApiResponse(
      responseCode = "400",
      description = "The event breaks the rules, or the body is no list of events",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @UnauthorizedResponse
  @TooLargeResponse
  @UnsupportedMediaTypeResponse
  @ApiResponse(
      responseCode = "422",
      description = "Another event was sent with this idempotency key",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "429",
      description = "The user, or the address, has sent too many events",
      headers = {
        @Header(
            name = "Retry-After",
            description = "Seconds until the next permit",
            required = true,
            schema = @Schema(type = "integer")),
        @Header(name = "RateLimit-Policy", required = true, schema = @Schema(type = "string")),
        @Header(name = "RateLimit", required = true, schema = @Schema(type = "string"))
      },
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @ApiResponse(
      responseCode = "503",
      description =
          "Kafka did not acknowledge the event: send it again with the eventId in detail. Of"
              + " analytics events it acknowledged none; results has one for each. Or the"
              + " consumers lag too far behind (type temporary-reduced-capacity): nothing was"
              + " accepted",
      headers = @Header(name = "Retry-After", required = true, schema = @Schema(type = "integer")),
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @Status(HttpStatus.ACCEPTED)
  CompletionStage<HttpResponse<?>> one(@Parameter(hidden = true) HttpRequest<byte[]> request);

  /** Accepts many events. */
  @Operation(
      operationId = "sendBatch",
      summary = "Send many events",
      description = "Each event, in our own or the typed form, is accepted or refused on its own.",
      parameters =
          @Parameter(
              in = ParameterIn.HEADER,
              name = "Idempotency-Key",
              description =
                  "Makes the whole request repeatable. When it is sent again, accepted events are"
                      + " duplicates and the rest is tried again. Each item's key is made from its"
                      + " user, this key and its position in the batch; an item's own"
                      + " idempotencyKey wins. In quotes or bare.",
              schema = @Schema(type = "string"),
              example = "import-2026-11-21-4"))
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = JSON,
            schema = @Schema(implementation = BatchBody.class),
            examples =
                @ExampleObject(
                    name = "batch",
                    value =
                        "{\"events\": ["
                            + EventExamples.EVENT
                            + ", "
                            + EventExamples.TYPED
                            + "]}")),
        @Content(
            mediaType = CLOUD_EVENTS,
            array = @ArraySchema(schema = @Schema(implementation = CloudEventBody.class)))
      })
  @ApiResponse(
      responseCode = "202",
      description = "A result for each event, in the order sent",
      headers = {
        @Header(name = "RateLimit-Policy", required = true, schema = @Schema(type = "string")),
        @Header(
            name = "RateLimit",
            description = "Of several users, the one with the fewest permits left",
            schema = @Schema(type = "string"))
      },
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = ResultsBody.class),
              examples =
                  @ExampleObject(
                      name = "results",
                      value =
                          """
                          {"results": [{"eventId": "a", "status": "accepted"},
                            {"status": "invalid", "error": "/events/1/userId is required"}]}\
                          """)))
  @ApiResponse(
      responseCode = "400",
      description = "The body is not a batch",
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @UnauthorizedResponse
  @TooLargeResponse
  @UnsupportedMediaTypeResponse
  @ApiResponse(
      responseCode = "503",
      description =
          "Kafka acknowledged no event: send them again with the ids in results. Or the consumers"
              + " lag too far behind (type temporary-reduced-capacity): nothing was accepted",
      headers = @Header(name = "Retry-After", required = true, schema = @Schema(type = "integer")),
      content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemBody.class)))
  @Status(HttpStatus.ACCEPTED)
  CompletionStage<HttpResponse<?>> many(@Parameter(hidden = true) HttpRequest<byte[]> request);
}
