package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets only those in who hold a key, if there are keys. */
@Singleton
final class ApiKeyCheck implements Check {
  static final String HEADER = "X-API-Key";
  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;

  ApiKeyCheck(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (keys.isOpen()) {
      return null;
    }
    String key = key(request.getHeaders());
    return key != null && keys.contain(key) ? null : unauthorized(key != null);
  }

  /** Null if there is none, or more than one. */
  private static @Nullable String key(HttpHeaders headers) {
    List<String> authorization = headers.getAll(HttpHeaders.AUTHORIZATION);
    List<String> own = headers.getAll(HEADER);
    if (authorization.size() + own.size() != 1) {
      return null;
    }
    if (!own.isEmpty()) {
      return own.getFirst().strip();
    }
    String credentials = authorization.getFirst();
    return credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? credentials.substring(BEARER.length()).strip()
        : null;
  }

  private static HttpResponse<?> unauthorized(boolean wrongKey) {
    return Problem.of(
            HttpStatus.UNAUTHORIZED,
            wrongKey
                ? "this key is not known"
                : "one key is needed, as Authorization: Bearer or as " + HEADER)
        .response()
        .header(
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer realm=\"events\"" + (wrongKey ? ", error=\"invalid_token\"" : ""));
  }
}
