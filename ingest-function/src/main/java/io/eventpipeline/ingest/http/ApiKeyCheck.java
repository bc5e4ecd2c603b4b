package io.eventpipeline.ingest.http;

import io.eventpipeline.runtime.http.ApiKeys;
import io.eventpipeline.runtime.http.SentKeys;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Admits only requests with a known key, if keys are configured. */
@Singleton
final class ApiKeyCheck implements RequestCheck {
  private final ApiKeys keys;

  ApiKeyCheck(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (keys.isOpen()) {
      return null;
    }
    return switch (keys.of(request.getHeaders())) {
      case KNOWN -> null;
      case MISSING -> unauthorized(false);
      case UNKNOWN -> unauthorized(true);
    };
  }

  private static HttpResponse<?> unauthorized(boolean wrongKey) {
    return Problem.of(
            HttpStatus.UNAUTHORIZED,
            wrongKey
                ? "unknown API key"
                : "missing API key; send it as Authorization: Bearer or as " + SentKeys.HEADER)
        .response()
        .header(
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer realm=\"events\"" + (wrongKey ? ", error=\"invalid_token\"" : ""));
  }
}
