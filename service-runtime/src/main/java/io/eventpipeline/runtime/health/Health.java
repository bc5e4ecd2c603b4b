package io.eventpipeline.runtime.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Builds the results of health indicators. */
public final class Health {
  private Health() {}

  public static Publisher<HealthResult> of(String name, boolean up, Map<String, Object> details) {
    return Publishers.just(
        HealthResult.builder(name, up ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }

  /**
   * The health of a connection.
   *
   * @param trouble why there is no connection; empty if there is one
   */
  public static Publisher<HealthResult> of(String name, boolean up, String trouble) {
    return of(
        name,
        up,
        trouble.isEmpty()
            ? Map.of("connected", true)
            : Map.of("connected", false, "reason", trouble));
  }
}
