package io.eventpipeline.admin.redis;

import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Makes what the operators' core needs of Redis. */
@Factory
final class RedisBeans {
  @Singleton
  AdminRedis redis(DashboardRedis link, RedisSettings settings) {
    return new AdminRedis(link, settings.timeout());
  }

  @Singleton
  KeySpace space(KeySpaces spaces) {
    return DashboardRedis.onlySpace(spaces);
  }
}
