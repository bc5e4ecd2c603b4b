package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.accept.Outcome;
import io.eventpipeline.ingest.http.api.ResultsBody;
import io.eventpipeline.ingest.http.api.ResultsBody.ResultBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The answer to a batch: one result for each item, in their order. */
final class BatchAnswer {
  private BatchAnswer() {}

  /**
   * 202 with the results; 503 with the same results if Kafka was asked and acknowledged none.
   *
   * @param retryAfter for the 503
   */
  static MutableHttpResponse<?> of(List<Outcome> outcomes, Duration retryAfter) {
    boolean asked = outcomes.stream().anyMatch(Outcome.Unavailable.class::isInstance);
    boolean none = outcomes.stream().noneMatch(BatchAnswer::isAcknowledged);
    List<ResultBody> results = outcomes.stream().map(BatchAnswer::result).toList();
    if (asked && none) {
      Problem problem =
          Problem.unavailable(
              "Kafka acknowledged no event, send them again with their eventId", results);
      return RateLimitHeaders.retryAfter(problem.response(), retryAfter);
    }
    return HttpResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(new ResultsBody(results));
  }

  private static boolean isAcknowledged(Outcome outcome) {
    return outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Duplicate;
  }

  private static ResultBody result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(String id) -> new ResultBody(id, EventAnswer.ACCEPTED, null);
      case Outcome.Duplicate(String id) -> new ResultBody(id, EventAnswer.DUPLICATE, null);
      case Outcome.Conflict(String id) -> new ResultBody(id, "conflict", EventAnswer.CONFLICT);
      case Outcome.Invalid(List<FieldError> errors, String id) ->
          new ResultBody(
              id,
              "invalid",
              errors.stream()
                  .map(e -> (e.pointer() + " " + e.detail()).strip())
                  .collect(Collectors.joining("; ")));
      case Outcome.TooLarge(int bytes, int max, String id) ->
          new ResultBody(id, "invalid", EventAnswer.tooLarge(bytes, max));
      case Outcome.RateLimited(String id, Duration wait, String policy) ->
          new ResultBody(
              id,
              "rate_limited",
              EventAnswer.limited(policy) + ", retry in " + wait.toMillis() + " ms");
      case Outcome.Unavailable(String id) ->
          new ResultBody(
              id, "unavailable", "Kafka did not acknowledge it, send it again with this eventId");
    };
  }
}
