package io.eventpipeline.ingest.limit;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/**
 * How much a user may send.
 *
 * @param eventsPerSecond within any sliding second, at least 1
 * @param uri of Redis
 * @param timeout how long Redis may take before we count for ourselves
 */
public record LimitSettings(int eventsPerSecond, String uri, Duration timeout) {
  static final Duration WINDOW = Duration.ofSeconds(1);

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public LimitSettings {
    try {
      RedisURI.create(uri);
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException("redis.uri is not a URI of Redis: " + uri);
    }
    if (eventsPerSecond < 1) {
      throw new IllegalArgumentException(
          "limit.events-per-second must be at least 1: " + eventsPerSecond);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("limit.timeout must be positive: " + timeout);
    }
  }
}
