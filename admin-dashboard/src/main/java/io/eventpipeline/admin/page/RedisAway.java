package io.eventpipeline.admin.page;

import io.eventpipeline.admin.redis.DashboardRedis;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Tells on every page that Redis is away. */
@Singleton
final class RedisAway implements Trouble {
  private final DashboardRedis redis;

  RedisAway(DashboardRedis redis) {
    this.redis = redis;
  }

  @Override
  public @Nullable String now() {
    return redis.isUp()
        ? null
        : "Redis does not answer: states are not known, and nothing can be done until it is back.";
  }
}
