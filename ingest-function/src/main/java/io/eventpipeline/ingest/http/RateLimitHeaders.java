package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.limit.LimitSettings;
import io.eventpipeline.ingest.limit.Remaining;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Tells clients of the limits, as draft-ietf-httpapi-ratelimit-headers-10 says. */
@Singleton
final class RateLimitHeaders {
  static final String POLICY = "RateLimit-Policy";
  static final String LIMIT = "RateLimit";

  private final String policies;

  RateLimitHeaders(LimitSettings settings) {
    policies =
        settings.policies().stream()
            .map(p -> "\"" + p.name() + "\";q=" + p.places() + ";w=" + p.window().toSeconds())
            .collect(Collectors.joining(", "));
  }

  /**
   * @param quotas empty if no limit was asked
   */
  MutableHttpResponse<?> on(MutableHttpResponse<?> response, List<Remaining> quotas) {
    response.header(POLICY, policies);
    if (!quotas.isEmpty()) {
      StringBuilder standing = new StringBuilder(48);
      for (Remaining quota : quotas) {
        standing.append(standing.isEmpty() ? "\"" : ", \"").append(quota.policy());
        standing.append("\";r=").append(quota.left());
        standing.append(";t=").append(seconds(quota.opens()));
      }
      response.header(LIMIT, standing.toString());
    }
    return response;
  }

  /** Adds when to come again. */
  static MutableHttpResponse<?> retryAfter(MutableHttpResponse<?> response, Duration wait) {
    return response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
  }

  /** Whole seconds, rounded up, so that nobody comes too early. */
  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
