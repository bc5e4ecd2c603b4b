package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.accept.Acceptor;
import io.eventpipeline.ingest.accept.Outcome;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The API. */
@Controller("/events")
@Consumes(MediaType.ALL)
final class EventsController {
  private static final Duration KAFKA_RETRY = Duration.ofSeconds(2);
  private static final byte[] NOTHING = new byte[0];

  private final Acceptor acceptor;

  EventsController(Acceptor acceptor) {
    this.acceptor = acceptor;
  }

  /** Takes one event. */
  @Post
  CompletionStage<HttpResponse<byte[]>> one(HttpRequest<byte[]> request) {
    if (!isJson(request)) {
      return CompletableFuture.completedFuture(notJson());
    }
    return acceptor
        .accept(request.getBody().orElse(NOTHING), RequestTrace.of(request))
        .thenApply(EventsController::answer);
  }

  /** Takes many events. */
  @Post("/batch")
  CompletionStage<HttpResponse<byte[]>> many(HttpRequest<byte[]> request) {
    if (!isJson(request)) {
      return CompletableFuture.completedFuture(notJson());
    }
    return acceptor
        .acceptAll(request.getBody().orElse(NOTHING), RequestTrace.of(request))
        .thenApply(
            parsed ->
                switch (parsed) {
                  case Parsed.Invalid<List<Outcome>> bad -> invalid(bad.errors());
                  case Parsed.Valid<List<Outcome>>(List<Outcome> outcomes) ->
                      BatchAnswer.of(outcomes, KAFKA_RETRY);
                });
  }

  private static boolean isJson(HttpRequest<?> request) {
    return request
        .getContentType()
        .filter(type -> type.getName().equalsIgnoreCase(MediaType.APPLICATION_JSON))
        .filter(
            type ->
                type.getParameters().get("charset").stream().allMatch("utf-8"::equalsIgnoreCase))
        .isPresent();
  }

  private static HttpResponse<byte[]> answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(String id) ->
          HttpResponse.<byte[]>accepted()
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .body(accepted(id));
      case Outcome.Invalid(List<FieldError> errors, String id) -> invalid(errors);
      case Outcome.TooLarge(int bytes, int max, String id) ->
          problem(
              HttpStatus.REQUEST_ENTITY_TOO_LARGE,
              "the event has " + bytes + " bytes, at most " + max + " are taken");
      case Outcome.RateLimited(String id, Duration wait) ->
          retryAfter(
              problem(HttpStatus.TOO_MANY_REQUESTS, "this user has sent too many events"), wait);
      case Outcome.Unavailable(String id) ->
          retryAfter(
              problem(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "Kafka did not acknowledge the event, send it again with eventId " + id),
              KAFKA_RETRY);
    };
  }

  private static byte[] accepted(String id) {
    return ("{\"eventId\":\"" + id + "\",\"status\":\"accepted\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static HttpResponse<byte[]> invalid(List<FieldError> errors) {
    return Problem.on(
        HttpResponse.badRequest(), HttpStatus.BAD_REQUEST, "the body is not valid", errors);
  }

  private static HttpResponse<byte[]> notJson() {
    return problem(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json, in UTF-8");
  }

  private static MutableHttpResponse<byte[]> problem(HttpStatus status, String detail) {
    return Problem.on(HttpResponse.status(status), status, detail, List.of());
  }

  /** Whole seconds, rounded up, so that nobody comes too early. */
  static MutableHttpResponse<byte[]> retryAfter(
      MutableHttpResponse<byte[]> response, Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
  }
}
