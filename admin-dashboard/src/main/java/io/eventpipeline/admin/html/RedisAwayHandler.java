package io.eventpipeline.admin.html;

import io.eventpipeline.runtime.http.ProblemDocument;
import io.eventpipeline.runtime.redis.ServerRefusal;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers actions that could not be noted or carried out, because Redis is away. */
@Singleton
final class RedisAwayHandler implements ExceptionHandler<RedisException, HttpResponse<?>> {
  @Override
  @SuppressWarnings("rawtypes")
  public HttpResponse<?> handle(HttpRequest request, RedisException away) {
    return ProblemDocument.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Redis did not answer, so this may not have been done: look, then try again. ("
                + ServerRefusal.explain(away)
                + ")")
        .response()
        .header(HttpHeaders.RETRY_AFTER, "2");
  }
}
