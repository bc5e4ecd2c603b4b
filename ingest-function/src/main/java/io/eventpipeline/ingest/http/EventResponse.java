package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.accept.ItemOutcome;
import io.eventpipeline.ingest.http.api.AcceptedBody;
import io.eventpipeline.ingest.limit.Policy;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;

/** The response to one event. */
final class EventResponse {
  static final String ACCEPTED = "accepted";
  static final String DUPLICATE = "duplicate";
  static final String CONFLICT = "another event was sent with this idempotency key";

  private EventResponse() {}

  /**
   * @param retryAfter if Kafka did not acknowledge the event
   */
  static MutableHttpResponse<?> of(ItemOutcome outcome, Duration retryAfter) {
    return switch (outcome) {
      case ItemOutcome.Accepted(String id) -> accepted(id, ACCEPTED);
      case ItemOutcome.Duplicate(String id) -> accepted(id, DUPLICATE);
      case ItemOutcome.Conflict(String id) ->
          Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, CONFLICT).response();
      case ItemOutcome.Invalid(List<FieldError> errors, String id) ->
          Problem.invalid(errors).response();
      case ItemOutcome.TooLarge(int bytes, int max, String id) ->
          Problem.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge(bytes, max)).response();
      case ItemOutcome.RateLimited(String id, Duration wait, String policy) ->
          RateLimitHeaders.retryAfter(
              Problem.quotaExceeded(limited(policy), policy).response(), wait);
      case ItemOutcome.Unavailable(String id) ->
          RateLimitHeaders.retryAfter(
              Problem.of(
                      HttpStatus.SERVICE_UNAVAILABLE,
                      "Kafka did not acknowledge the event; send it again with eventId " + id)
                  .response(),
              retryAfter);
    };
  }

  static String tooLarge(int bytes, int max) {
    return "the event has " + bytes + " bytes; at most " + max + " are allowed";
  }

  static String limited(String policy) {
    return policy.equals(Policy.ADDRESS)
        ? "this address has sent too many events"
        : "this user has sent too many events";
  }

  private static MutableHttpResponse<AcceptedBody> accepted(String id, String status) {
    return HttpResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(new AcceptedBody(id, status));
  }
}
