package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.accept.Outcome;
import io.eventpipeline.ingest.limit.Policy;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The answer to one event. */
final class EventAnswer {
  static final String CONFLICT = "something else was sent with this idempotency key";

  private EventAnswer() {}

  /**
   * @param retryAfter if Kafka did not acknowledge it
   */
  static MutableHttpResponse<byte[]> of(Outcome outcome, Duration retryAfter) {
    return switch (outcome) {
      case Outcome.Accepted(String id) -> accepted(id, "accepted");
      case Outcome.Duplicate(String id) -> accepted(id, "duplicate");
      case Outcome.Conflict(String id) ->
          Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, CONFLICT).response();
      case Outcome.Invalid(List<FieldError> errors, String id) ->
          Problem.invalid(errors).response();
      case Outcome.TooLarge(int bytes, int max, String id) ->
          Problem.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge(bytes, max)).response();
      case Outcome.RateLimited(String id, Duration wait, String policy) ->
          RateLimitHeaders.retryAfter(
              Problem.of(HttpStatus.TOO_MANY_REQUESTS, limited(policy))
                  .typed(Problem.QUOTA_EXCEEDED, "Quota exceeded")
                  .with("violated-policies", "[\"" + policy + "\"]")
                  .response(),
              wait);
      case Outcome.Unavailable(String id) ->
          RateLimitHeaders.retryAfter(
              Problem.of(
                      HttpStatus.SERVICE_UNAVAILABLE,
                      "Kafka did not acknowledge the event, send it again with eventId " + id)
                  .response(),
              retryAfter);
    };
  }

  static String tooLarge(int bytes, int max) {
    return "the event has " + bytes + " bytes, at most " + max + " are taken";
  }

  static String limited(String policy) {
    return policy.equals(Policy.ADDRESS)
        ? "this address has sent too many events"
        : "this user has sent too many events";
  }

  private static MutableHttpResponse<byte[]> accepted(String id, String status) {
    return HttpResponse.<byte[]>accepted()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(
            ("{\"eventId\":\"" + id + "\",\"status\":\"" + status + "\"}")
                .getBytes(StandardCharsets.UTF_8));
  }
}
