package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.accept.ItemOutcome;
import io.eventpipeline.ingest.http.api.AnalyticsResultsBody;
import io.eventpipeline.ingest.http.api.AnalyticsResultsBody.AnalyticsResultBody;
import io.eventpipeline.ingest.http.api.ResultsBody.ResultBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The response to events in the analytics form: one result for each, in the order sent. */
final class AnalyticsResponse {
  private AnalyticsResponse() {}

  /**
   * 200 with the results; 429 if the only event is over a limit; 503 with the results if events
   * reached Kafka but none was acknowledged.
   *
   * @param alone whether the body was one event, not an array
   * @param retryAfter for the 503
   */
  static MutableHttpResponse<?> of(List<ItemOutcome> outcomes, boolean alone, Duration retryAfter) {
    if (alone && outcomes.getFirst() instanceof ItemOutcome.RateLimited limited) {
      return EventResponse.of(limited, retryAfter);
    }
    List<AnalyticsResultBody> results = outcomes.stream().map(AnalyticsResponse::result).toList();
    if (BatchResponse.isRefusedByKafka(outcomes)) {
      Problem problem =
          Problem.unavailable("Kafka acknowledged no event; send them again", results);
      return RateLimitHeaders.retryAfter(problem.response(), retryAfter);
    }
    return HttpResponse.ok()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(new AnalyticsResultsBody(results));
  }

  private static AnalyticsResultBody result(ItemOutcome outcome) {
    ResultBody own = BatchResponse.result(outcome);
    return own.status().equals(EventResponse.ACCEPTED)
        ? new AnalyticsResultBody(own.eventId(), "success", null, null)
        : new AnalyticsResultBody(
            own.eventId(),
            "error",
            own.status(),
            Objects.requireNonNullElse(own.error(), "this event was sent before"));
  }
}
