package io.eventpipeline.admin.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Registers the meters of the dashboard. */
@Factory
final class AdminMeters {
  @Singleton
  Meters<AdminMetric> meters(MeterRegistry registry) {
    return new Meters<>(registry, AdminMetric.class);
  }
}
