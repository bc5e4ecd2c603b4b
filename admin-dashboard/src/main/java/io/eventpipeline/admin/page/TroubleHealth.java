package io.eventpipeline.admin.page;

import io.eventpipeline.admin.observe.AdminMetric;
import io.eventpipeline.runtime.health.Health;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Shows what is away. The dashboard stays ready meanwhile: its pages tell people what is known and
 * what is not.
 */
@Singleton
final class TroubleHealth implements HealthIndicator {
  private final Pages pages;

  TroubleHealth(Pages pages, Meters<AdminMetric> meters) {
    this.pages = pages;
    meters.gauge(AdminMetric.DEGRADED, pages, one -> one.troublesNow().isEmpty() ? 0 : 1);
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Health.ofWork("dependencies", Map.of(), pages.troublesNow());
  }
}
