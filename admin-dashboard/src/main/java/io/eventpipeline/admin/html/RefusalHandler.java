package io.eventpipeline.admin.html;

import io.eventpipeline.runtime.http.ProblemDocument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers what was refused. {@link ErrorPages} makes a page of it for browsers. */
@Singleton
final class RefusalHandler implements ExceptionHandler<Refusal, HttpResponse<?>> {
  @Override
  @SuppressWarnings("rawtypes")
  public HttpResponse<?> handle(HttpRequest request, Refusal refusal) {
    return ProblemDocument.of(refusal.status(), String.valueOf(refusal.getMessage())).response();
  }
}
