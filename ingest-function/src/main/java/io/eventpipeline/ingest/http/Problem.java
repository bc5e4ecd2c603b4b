package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.ingest.http.api.ProblemBody;
import io.eventpipeline.ingest.http.api.ProblemBody.FieldErrorBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** The form of every error response: a problem document of RFC 9457. */
record Problem(HttpStatus status, ProblemBody body) {
  private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

  /** Means that the status says it all. */
  private static final String BLANK = "about:blank";

  /**
   * A problem that its status explains.
   *
   * @param detail what went wrong, in words
   */
  static Problem of(HttpStatus status, String detail) {
    return typed(status, BLANK, status.getReason(), detail);
  }

  /** The body or a header breaks the rules. */
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
            null,
            null));
  }

  /**
   * The client has exceeded a limit.
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
            null,
            null));
  }

  /** The server accepts less than usual. */
  static Problem reducedCapacity(String detail) {
    return typed(
        HttpStatus.SERVICE_UNAVAILABLE,
        TYPES + "temporary-reduced-capacity",
        "Temporary reduced capacity",
        detail);
  }

  /**
   * Kafka acknowledged no event of a batch.
   *
   * @param results one for each event, in the form of the request
   */
  static Problem unavailable(String detail, List<?> results) {
    HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
    return new Problem(
        status,
        new ProblemBody(
            BLANK, status.getReason(), status.getCode(), detail, null, null, results, null));
  }

  private static Problem typed(HttpStatus status, String type, String title, String detail) {
    return new Problem(
        status, new ProblemBody(type, title, status.getCode(), detail, null, null, null, null));
  }

  /** The same problem, with its short sentence for senders of webhooks. */
  Problem withError(String error) {
    return new Problem(
        status,
        new ProblemBody(
            body.type(),
            body.title(),
            body.status(),
            body.detail(),
            body.errors(),
            body.violatedPolicies(),
            body.results(),
            error));
  }

  /** A response with this problem. */
  MutableHttpResponse<ProblemBody> response() {
    return HttpResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
        .body(body);
  }
}
