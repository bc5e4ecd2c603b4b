package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.HttpServerConfiguration;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that declare to be too long. A server does that itself, a Lambda function does
 * not.
 */
@Singleton
final class SizeCheck implements RequestCheck {
  private final long maxBytes;

  SizeCheck(HttpServerConfiguration server) {
    maxBytes = server.getMaxRequestSize();
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    return request.getContentLength() <= maxBytes
        ? null
        : Problem.of(
                HttpStatus.REQUEST_ENTITY_TOO_LARGE, "the body is larger than the server accepts")
            .response();
  }
}
