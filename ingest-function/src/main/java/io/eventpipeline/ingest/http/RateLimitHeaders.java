package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.limit.LimitSettings;
import io.eventpipeline.ingest.limit.Remaining;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Adds the rate limit headers of draft-ietf-httpapi-ratelimit-headers-10. */
@Singleton
final class RateLimitHeaders {
  static final String POLICY = "RateLimit-Policy";
  static final String LIMIT = "RateLimit";

  private final String policies;

  RateLimitHeaders(LimitSettings settings) {
    policies =
        settings.policies().stream()
            .map(p -> "\"" + p.name() + "\";q=" + p.permits() + ";w=" + p.window().toSeconds())
            .collect(Collectors.joining(", "));
  }

  /**
   * @param remaining empty if no permit was asked for
   */
  MutableHttpResponse<?> addTo(MutableHttpResponse<?> response, List<Remaining> remaining) {
    response.header(POLICY, policies);
    if (!remaining.isEmpty()) {
      StringBuilder value = new StringBuilder(48);
      for (Remaining left : remaining) {
        value.append(value.isEmpty() ? "\"" : ", \"").append(left.policy());
        value.append("\";r=").append(left.permits());
        value.append(";t=").append(seconds(left.reset()));
      }
      response.header(LIMIT, value.toString());
    }
    return response;
  }

  /** Adds when the client may try again. */
  static MutableHttpResponse<?> retryAfter(MutableHttpResponse<?> response, Duration wait) {
    return response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
  }

  /** Whole seconds, rounded up, so that nobody comes back too early. */
  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
