package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits only requests with a known key, if keys are configured. One known key is enough; other
 * credentials and unknown keys beside it do not matter.
 */
@Singleton
final class ApiKeyCheck implements RequestCheck {
  static final String HEADER = "X-API-Key";
  private static final String SCHEME = "Bearer";

  private final ApiKeys keys;

  ApiKeyCheck(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (keys.isOpen()) {
      return null;
    }
    Set<String> sent = sentKeys(request.getHeaders());
    return sent.stream().anyMatch(keys::contain) ? null : unauthorized(!sent.isEmpty());
  }

  private static Set<String> sentKeys(HttpHeaders headers) {
    Set<String> keys = new LinkedHashSet<>();
    for (String line : headers.getAll(HEADER)) {
      addKey(line, keys);
      // API Gateway joins repeated headers with commas. A key may contain commas too.
      for (String part : line.split(",")) {
        addKey(part, keys);
      }
    }
    for (String line : headers.getAll(HttpHeaders.AUTHORIZATION)) {
      addBearer(line, keys);
      for (String part : line.split(",")) {
        addBearer(part, keys);
      }
    }
    return keys;
  }

  private static void addBearer(String credentials, Set<String> keys) {
    String text = credentials.strip();
    int end = SCHEME.length();
    if (text.length() > end
        && text.regionMatches(true, 0, SCHEME, 0, end)
        && Character.isWhitespace(text.charAt(end))) {
      addKey(text.substring(end), keys);
    }
  }

  private static void addKey(String text, Set<String> keys) {
    String key = text.strip();
    if (!key.isEmpty()) {
      keys.add(key);
    }
  }

  private static HttpResponse<?> unauthorized(boolean wrongKey) {
    return Problem.of(
            HttpStatus.UNAUTHORIZED,
            wrongKey
                ? "unknown API key"
                : "missing API key; send it as Authorization: Bearer or as " + HEADER)
        .response()
        .header(
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer realm=\"events\"" + (wrongKey ? ", error=\"invalid_token\"" : ""));
  }
}
