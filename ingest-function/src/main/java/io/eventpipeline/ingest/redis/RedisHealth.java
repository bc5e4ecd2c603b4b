package io.eventpipeline.ingest.redis;

import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/**
 * Shows whether Redis works. The API is ready without it. It is not ready only if it was started
 * with a server that can never work, so that a rollout with a wrong setting stops. A process that
 * once had a good server stays ready.
 */
@Singleton
@Readiness
final class RedisHealth implements HealthIndicator {
  private final FailFastRedis link;

  RedisHealth(FailFastRedis link) {
    this.link = link;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Health.of("redis", !link.isMisled(), link.trouble());
  }
}
