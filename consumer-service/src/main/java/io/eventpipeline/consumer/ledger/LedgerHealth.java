package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Ready while Redis takes our writes. Down while no event can become final. */
@Singleton
@Readiness
final class LedgerHealth implements HealthIndicator {
  private final LedgerConnection connection;

  LedgerHealth(LedgerConnection connection) {
    this.connection = connection;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Health.of("redis", connection.isUp(), connection.trouble());
  }
}
