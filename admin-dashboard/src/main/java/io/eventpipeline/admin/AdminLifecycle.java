package io.eventpipeline.admin;

import io.eventpipeline.admin.page.LiveHub;
import io.eventpipeline.admin.page.WarmUp;
import io.eventpipeline.admin.redis.DashboardRedis;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;

/** Connects to Redis and renders a page once everything else is there; ends live pages first. */
@Singleton
final class AdminLifecycle {
  private final DashboardRedis redis;
  private final WarmUp warmUp;
  private final LiveHub live;

  AdminLifecycle(DashboardRedis redis, WarmUp warmUp, LiveHub live) {
    this.redis = redis;
    this.warmUp = warmUp;
    this.live = live;
  }

  @EventListener
  void start(StartupEvent event) {
    redis.start();
    warmUp.start();
  }

  @EventListener
  void stop(ShutdownEvent event) {
    live.close();
  }
}
