package io.eventpipeline.consumer.engine;

import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Says how many users are paused, and why nobody can be. Never down: no restart helps. */
@Singleton
final class PauseHealth implements HealthIndicator {
  private final PauseWatch pauses;

  PauseHealth(PauseWatch pauses) {
    this.pauses = pauses;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    String trouble = pauses.trouble();
    double users = pauses.count();
    Map<String, Object> details = Double.isNaN(users) ? Map.of() : Map.of("users", (int) users);
    return Health.ofWork("pauses", details, trouble.isEmpty() ? List.of() : List.of(trouble));
  }
}
