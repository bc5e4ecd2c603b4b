package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.http.api.ProblemBody;
import io.eventpipeline.ingest.http.api.ProblemBody.FieldErrorBody;
import io.eventpipeline.ingest.http.api.ResultsBody.ResultBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** The one form of an error answer: a problem document of RFC 9457. */
record Problem(HttpStatus status, ProblemBody body) {
  private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

  /** A problem that is no more than its status. */
  private static final String BLANK = "about:blank";

  /**
   * A problem that is no more than its status.
   *
   * @param detail what went wrong, in words
   */
  static Problem of(HttpStatus status, String detail) {
    return typed(status, BLANK, status.getReason(), detail);
  }

  /** A body or header that breaks the rules. */
  static Problem invalid(List<FieldError> errors) {
    HttpStatus status = HttpStatus.BAD_REQUEST;
    List<FieldErrorBody> bodies =
        errors.stream().map(e -> new FieldErrorBody(e.detail(), e.pointer())).toList();
    return new Problem(
        status,
        new ProblemBody(
            BLANK,
            status.getReason(),
            status.getCode(),
            "the request is not valid",
            bodies.isEmpty() ? null : bodies,
            null,
            null));
  }

  /**
   * The client has used up what it may use.
   *
   * @param policy the limit that refused it
   */
  static Problem quotaExceeded(String detail, String policy) {
    HttpStatus status = HttpStatus.TOO_MANY_REQUESTS;
    return new Problem(
        status,
        new ProblemBody(
            TYPES + "quota-exceeded",
            "Remaining exceeded",
            status.getCode(),
            detail,
            null,
            List.of(policy),
            null));
  }

  /** The server takes less than usual. */
  static Problem reducedCapacity(String detail) {
    return typed(
        HttpStatus.SERVICE_UNAVAILABLE,
        TYPES + "temporary-reduced-capacity",
        "Temporary reduced capacity",
        detail);
  }

  /** Kafka acknowledged nothing of a batch. */
  static Problem unavailable(String detail, List<ResultBody> results) {
    HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
    return new Problem(
        status,
        new ProblemBody(BLANK, status.getReason(), status.getCode(), detail, null, null, results));
  }

  private static Problem typed(HttpStatus status, String type, String title, String detail) {
    return new Problem(
        status, new ProblemBody(type, title, status.getCode(), detail, null, null, null));
  }

  /** An answer that says it. */
  MutableHttpResponse<ProblemBody> response() {
    return on(HttpResponse.status(status));
  }

  /** Makes {@code response} say it. */
  MutableHttpResponse<ProblemBody> on(MutableHttpResponse<?> response) {
    return response.status(status).contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE).body(body);
  }
}
