package io.eventpipeline.query.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.runtime.http.ProblemDocument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;

/** Responses that several controllers give. */
final class QueryAnswers {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private QueryAnswers() {}

  /** Nobody may keep it: the next one differs. */
  static MutableHttpResponse<?> ok(Object body) {
    return HttpResponse.ok(body)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  static MutableHttpResponse<?> problem(HttpStatus status, String detail) {
    return ProblemDocument.of(status, detail).response();
  }

  static MutableHttpResponse<?> invalid(FieldError error) {
    return ProblemDocument.invalid(List.of(error)).response();
  }

  static MutableHttpResponse<?> unavailable(String why) {
    return retry(problem(HttpStatus.SERVICE_UNAVAILABLE, why), RETRY);
  }

  /** Rounds up to whole seconds. */
  static MutableHttpResponse<?> retry(MutableHttpResponse<?> response, Duration after) {
    return response.header(
        HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, (after.toMillis() + 999) / 1000)));
  }
}
