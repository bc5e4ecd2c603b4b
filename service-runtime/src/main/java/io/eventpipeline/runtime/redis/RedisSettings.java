package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.Secret;
import io.lettuce.core.RedisURI;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import java.util.Objects;

/**
 * The address of Redis. The framework also reads {@code redis.*} for its client. This record comes
 * first, because the framework's errors quote the URI with its password.
 *
 * @param uri {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
 * @param timeout the longest time that a call may stay unanswered
 */
@ConfigurationProperties("redis")
public record RedisSettings(@RedisUri Secret uri, @AtLeast("PT0.001S") Duration timeout) {
  /** The servers for logs, without user, password and options. */
  public String address() {
    RedisURI parsed = RedisAddress.find(uri.value());
    return RedisAddress.of(Objects.requireNonNull(parsed, "redis.uri"));
  }
}
