package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.accept.Outcome;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer to a batch: one result for each item, in their order. */
final class BatchAnswer {
  private BatchAnswer() {}

  /**
   * 202 with the results; 503 with the same results if Kafka was asked and acknowledged none.
   *
   * @param retryAfter for the 503
   */
  static MutableHttpResponse<byte[]> of(List<Outcome> outcomes, Duration retryAfter) {
    boolean asked = outcomes.stream().anyMatch(Outcome.Unavailable.class::isInstance);
    boolean none = outcomes.stream().noneMatch(BatchAnswer::isAcknowledged);
    String results =
        outcomes.stream().map(BatchAnswer::result).collect(Collectors.joining(",", "[", "]"));
    if (asked && none) {
      Problem problem =
          Problem.of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "Kafka acknowledged no event, send them again with their eventId")
              .with("results", results);
      return RateLimitHeaders.retryAfter(problem.response(), retryAfter);
    }
    return HttpResponse.<byte[]>accepted()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(("{\"results\":" + results + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isAcknowledged(Outcome outcome) {
    return outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Duplicate;
  }

  private static String result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(String id) -> "{\"eventId\":\"" + id + "\",\"status\":\"accepted\"}";
      case Outcome.Duplicate(String id) -> "{\"eventId\":\"" + id + "\",\"status\":\"duplicate\"}";
      case Outcome.Conflict(String id) -> result(id, "conflict", EventAnswer.CONFLICT);
      case Outcome.Invalid(List<FieldError> errors, String id) ->
          result(
              id,
              "invalid",
              errors.stream()
                  .map(e -> (e.pointer() + " " + e.detail()).strip())
                  .collect(Collectors.joining("; ")));
      case Outcome.TooLarge(int bytes, int max, String id) ->
          result(id, "invalid", EventAnswer.tooLarge(bytes, max));
      case Outcome.RateLimited(String id, Duration wait, String policy) ->
          result(
              id,
              "rate_limited",
              EventAnswer.limited(policy) + ", retry in " + wait.toMillis() + " ms");
      case Outcome.Unavailable(String id) ->
          result(
              id, "unavailable", "Kafka did not acknowledge it, send it again with this eventId");
    };
  }

  private static String result(@Nullable String id, String status, String error) {
    Json json = new Json().raw("{");
    if (id != null) {
      json.raw("\"eventId\":").string(id).raw(",");
    }
    return json.raw("\"status\":\"" + status + "\",\"error\":").string(error).raw("}").toString();
  }
}
