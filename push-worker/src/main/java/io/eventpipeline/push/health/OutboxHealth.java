package io.eventpipeline.push.health;

import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Ready while Redis takes our writes. */
@Singleton
@Readiness
final class OutboxHealth implements HealthIndicator {
  private final OutboxConnection connection;

  OutboxHealth(OutboxConnection connection) {
    this.connection = connection;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Health.of("redis", connection.isUp(), connection.trouble());
  }
}
