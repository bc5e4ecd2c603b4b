package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Says when notifications pile up. Events are still taken, so it never reports down. */
@Singleton
final class EmissionHealth implements HealthIndicator {
  private final EmissionBacklog backlog;

  EmissionHealth(EmissionBacklog backlog) {
    this.backlog = backlog;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    String trouble = backlog.trouble();
    return Health.ofWork("outbox", Map.of(), trouble.isEmpty() ? List.of() : List.of(trouble));
  }
}
