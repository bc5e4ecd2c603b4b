package io.eventpipeline.push.device;

import io.eventpipeline.runtime.http.ProblemDocument;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Turns every exception into a problem document, and reveals nothing of it. */
@Singleton
@Primary
final class PushErrors implements ErrorResponseProcessor<ProblemDocument> {
  @Override
  public MutableHttpResponse<ProblemDocument> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = HttpStatus.valueOf(response.code());
    String detail =
        switch (status) {
          case NOT_FOUND -> "nothing at this path";
          case METHOD_NOT_ALLOWED -> "this path does not allow the method";
          default ->
              status.getCode() < 500
                  ? "the request is not readable"
                  : "the server failed to answer";
        };
    return ProblemDocument.of(status, detail).on(response);
  }
}
