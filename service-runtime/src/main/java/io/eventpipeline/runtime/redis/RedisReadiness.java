package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.health.Health;
import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** A service that cannot work without Redis is ready while Redis is up. */
@Singleton
@Readiness
@Requires(beans = RedisStatus.class)
final class RedisReadiness implements HealthIndicator {
  private final RedisStatus status;

  RedisReadiness(RedisStatus status) {
    this.status = status;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Health.of("redis", status.isUp(), status.trouble());
  }
}
