package io.eventpipeline.ingest.redis;

import io.eventpipeline.runtime.redis.RedisAddress;
import java.time.Duration;

/**
 * Where Redis is.
 *
 * @param uri {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
 * @param timeout how long Redis may take before the caller goes on without it
 */
public record RedisSettings(String uri, Duration timeout) {
  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public RedisSettings {
    RedisAddress.parse(uri);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("limit.timeout must be positive: " + timeout);
    }
  }
}
