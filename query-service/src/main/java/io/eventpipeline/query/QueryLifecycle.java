package io.eventpipeline.query;

import io.eventpipeline.query.redis.QueryRedis;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;

/** Connects to Redis once everything else is there. */
@Singleton
final class QueryLifecycle {
  private final QueryRedis redis;

  QueryLifecycle(QueryRedis redis) {
    this.redis = redis;
  }

  @EventListener
  void start(StartupEvent event) {
    redis.start();
  }
}
