package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.http.api.WebhookBody;
import io.eventpipeline.ingest.webhook.WebhookAnswer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * The response to one webhook. A refusal for the signature is the same for every wrong signature.
 */
final class WebhookResponse {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final String POLICY = "source";

  private WebhookResponse() {}

  static HttpResponse<?> of(WebhookAnswer answer) {
    return switch (answer) {
      case WebhookAnswer.Accepted(String id) ->
          event(HttpStatus.ACCEPTED, new WebhookBody("accepted", id, null));
      case WebhookAnswer.Duplicate(String id) ->
          event(HttpStatus.OK, new WebhookBody("duplicate", id, "Duplicate event ignored"));
      case WebhookAnswer.Ping() ->
          body(HttpStatus.OK, new WebhookBody("ignored", null, "Ping received; no event"));
      case WebhookAnswer.UnknownSource() ->
          problem(HttpStatus.NOT_FOUND, "no webhook source has this name");
      case WebhookAnswer.SwitchedOff() ->
          problem(HttpStatus.GONE, "this webhook source is switched off");
      case WebhookAnswer.TooLarge(int max) ->
          problem(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "at most " + max + " bytes are allowed");
      case WebhookAnswer.WrongTime() ->
          problem(
              HttpStatus.BAD_REQUEST,
              "the timestamp must be unix seconds, at most 300 s from the server's clock");
      case WebhookAnswer.Forged() ->
          problem(HttpStatus.UNAUTHORIZED, "the signature is missing or wrong")
              .header(HttpHeaders.WWW_AUTHENTICATE, "Signature");
      case WebhookAnswer.Invalid(List<FieldError> errors) -> invalid(errors);
      case WebhookAnswer.RateLimited(Duration wait) -> limited(wait);
      case WebhookAnswer.Overloaded() ->
          unavailable(Problem.reducedCapacity("the consumers lag behind; send it again later"));
      case WebhookAnswer.Unavailable() ->
          unavailable(
              Problem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "the event is not acknowledged yet; send it again"));
    };
  }

  private static MutableHttpResponse<?> event(HttpStatus status, WebhookBody body) {
    MutableHttpResponse<?> response = body(status, body);
    response.setAttribute(AccessLog.EVENTS, 1);
    return response;
  }

  private static MutableHttpResponse<?> body(HttpStatus status, WebhookBody body) {
    return HttpResponse.status(status).contentType(MediaType.APPLICATION_JSON_TYPE).body(body);
  }

  private static MutableHttpResponse<?> problem(HttpStatus status, String error) {
    return withError(Problem.of(status, error));
  }

  private static MutableHttpResponse<?> invalid(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String error = (first.pointer() + " " + first.detail()).strip();
    return Problem.invalid(errors).withError(error).response();
  }

  private static MutableHttpResponse<?> limited(Duration wait) {
    Problem problem =
        Problem.quotaExceeded("this address has sent too many webhooks to this source", POLICY);
    return RateLimitHeaders.retryAfter(withError(problem), wait);
  }

  private static MutableHttpResponse<?> unavailable(Problem problem) {
    return RateLimitHeaders.retryAfter(withError(problem), RETRY);
  }

  private static MutableHttpResponse<?> withError(Problem problem) {
    return problem.withError(problem.body().detail()).response();
  }
}
