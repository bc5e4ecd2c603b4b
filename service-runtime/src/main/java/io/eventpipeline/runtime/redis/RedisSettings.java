package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.Secret;
import io.lettuce.core.RedisURI;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import java.util.Objects;

/**
 * Where Redis is. The framework reads {@code redis.*} as well, for the client that it makes; this
 * record comes first, because the framework's errors quote the URI with its password.
 *
 * @param uri {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
 * @param timeout how long Redis may leave a call unanswered
 */
@ConfigurationProperties("redis")
public record RedisSettings(@RedisUri Secret uri, @AtLeast("PT0.001S") Duration timeout) {
  /** The servers as people read them, without user, password and options. */
  public String address() {
    RedisURI parsed = RedisAddress.find(uri.value());
    return RedisAddress.of(Objects.requireNonNull(parsed, "redis.uri"));
  }
}
