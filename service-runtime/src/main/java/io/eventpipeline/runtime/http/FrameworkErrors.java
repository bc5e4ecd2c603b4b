package io.eventpipeline.runtime.http;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/**
 * Turns every exception, the framework's and our own, into a response. Reveals nothing of the
 * exception, nor of what the client sent.
 */
@Singleton
@Primary
final class FrameworkErrors implements ErrorResponseProcessor<ProblemDocument> {
  @Override
  public MutableHttpResponse<ProblemDocument> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = HttpStatus.valueOf(response.code());
    String detail =
        switch (status) {
          case NOT_FOUND -> "nothing at this path";
          case METHOD_NOT_ALLOWED -> "this path does not allow the method";
          case REQUEST_ENTITY_TOO_LARGE ->
              "the body, the path or the headers are larger than the server accepts";
          case UNSUPPORTED_MEDIA_TYPE -> "the content type must be application/json";
          case FORBIDDEN -> "this origin may not send requests";
          default ->
              status.getCode() < 500
                  ? "the request is not readable"
                  : "the server failed to answer";
        };
    return ProblemDocument.of(status, detail).on(response);
  }
}
