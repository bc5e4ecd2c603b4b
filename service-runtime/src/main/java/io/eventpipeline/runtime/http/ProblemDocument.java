package io.eventpipeline.runtime.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eventpipeline.contract.FieldError;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error response in the form of RFC 9457, for APIs without further members.
 *
 * @param errors what is wrong with which field; null if that is not the problem
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDocument(
    String type, String title, int status, String detail, @Nullable List<Wrong> errors) {
  /**
   * One field that is wrong.
   *
   * @param pointer a slash and the field's name
   */
  @Serdeable
  public record Wrong(String detail, String pointer) {}

  /** A problem that its status explains. */
  public static ProblemDocument of(HttpStatus status, String detail) {
    return new ProblemDocument("about:blank", status.getReason(), status.getCode(), detail, null);
  }

  /** The request breaks the rules. */
  public static ProblemDocument invalid(List<FieldError> errors) {
    HttpStatus status = HttpStatus.BAD_REQUEST;
    return new ProblemDocument(
        "about:blank",
        status.getReason(),
        status.getCode(),
        "the request is not valid",
        errors.stream().map(error -> new Wrong(error.detail(), error.pointer())).toList());
  }

  /** A response with this problem. */
  public MutableHttpResponse<ProblemDocument> response() {
    return on(HttpResponse.ok());
  }

  /** Puts this problem into {@code response}. */
  public MutableHttpResponse<ProblemDocument> on(MutableHttpResponse<?> response) {
    return response.status(status).contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE).body(this);
  }
}
