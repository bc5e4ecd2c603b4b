package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.accept.ItemOutcome;
import io.eventpipeline.ingest.http.api.ResultsBody;
import io.eventpipeline.ingest.http.api.ResultsBody.ResultBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;

/** The response to a batch: one result for each item, in the order sent. */
final class BatchResponse {
  private BatchResponse() {}

  /**
   * 202 with the results; 503 with the same results if events reached Kafka but none was
   * acknowledged.
   *
   * @param retryAfter for the 503
   */
  static MutableHttpResponse<?> of(List<ItemOutcome> outcomes, Duration retryAfter) {
    List<ResultBody> results = outcomes.stream().map(BatchResponse::result).toList();
    if (isRefusedByKafka(outcomes)) {
      Problem problem =
          Problem.unavailable(
              "Kafka acknowledged no event; send them again with their eventId", results);
      return RateLimitHeaders.retryAfter(problem.response(), retryAfter);
    }
    return HttpResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(new ResultsBody(results));
  }

  /** Whether events reached Kafka but none was acknowledged, now or before. */
  static boolean isRefusedByKafka(List<ItemOutcome> outcomes) {
    return outcomes.stream().anyMatch(ItemOutcome.Unavailable.class::isInstance)
        && outcomes.stream().noneMatch(BatchResponse::isAcknowledged);
  }

  private static boolean isAcknowledged(ItemOutcome outcome) {
    return outcome instanceof ItemOutcome.Accepted || outcome instanceof ItemOutcome.Duplicate;
  }

  static ResultBody result(ItemOutcome outcome) {
    return switch (outcome) {
      case ItemOutcome.Accepted(String id) -> new ResultBody(id, EventResponse.ACCEPTED, null);
      case ItemOutcome.Duplicate(String id) -> new ResultBody(id, EventResponse.DUPLICATE, null);
      case ItemOutcome.Conflict(String id) ->
          new ResultBody(id, "conflict", EventResponse.CONFLICT);
      case ItemOutcome.Invalid(List<FieldError> errors, String id) ->
          new ResultBody(id, "invalid", FieldError.line(errors));
      case ItemOutcome.TooLarge(int bytes, int max, String id) ->
          new ResultBody(id, "invalid", EventResponse.tooLarge(bytes, max));
      case ItemOutcome.RateLimited(String id, Duration wait, String policy) ->
          new ResultBody(
              id,
              "rate_limited",
              EventResponse.limited(policy) + ", retry in " + wait.toMillis() + " ms");
      case ItemOutcome.Unavailable(String id) ->
          new ResultBody(
              id, "unavailable", "Kafka did not acknowledge it; send it again with this eventId");
    };
  }
}
