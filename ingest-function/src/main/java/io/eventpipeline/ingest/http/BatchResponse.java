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
import java.util.stream.Collectors;

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
    boolean asked = outcomes.stream().anyMatch(ItemOutcome.Unavailable.class::isInstance);
    boolean none = outcomes.stream().noneMatch(BatchResponse::isAcknowledged);
    List<ResultBody> results = outcomes.stream().map(BatchResponse::result).toList();
    if (asked && none) {
      Problem problem =
          Problem.unavailable(
              "Kafka acknowledged no event; send them again with their eventId", results);
      return RateLimitHeaders.retryAfter(problem.response(), retryAfter);
    }
    return HttpResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(new ResultsBody(results));
  }

  private static boolean isAcknowledged(ItemOutcome outcome) {
    return outcome instanceof ItemOutcome.Accepted || outcome instanceof ItemOutcome.Duplicate;
  }

  private static ResultBody result(ItemOutcome outcome) {
    return switch (outcome) {
      case ItemOutcome.Accepted(String id) -> new ResultBody(id, EventResponse.ACCEPTED, null);
      case ItemOutcome.Duplicate(String id) -> new ResultBody(id, EventResponse.DUPLICATE, null);
      case ItemOutcome.Conflict(String id) ->
          new ResultBody(id, "conflict", EventResponse.CONFLICT);
      case ItemOutcome.Invalid(List<FieldError> errors, String id) ->
          new ResultBody(
              id,
              "invalid",
              errors.stream()
                  .map(e -> (e.pointer() + " " + e.detail()).strip())
                  .collect(Collectors.joining("; ")));
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
