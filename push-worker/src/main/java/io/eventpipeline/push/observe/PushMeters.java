package io.eventpipeline.push.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Registers the meters of the push worker. */
@Factory
final class PushMeters {
  @Singleton
  Meters<PushMetric> meters(MeterRegistry registry) {
    return new Meters<>(registry, PushMetric.class);
  }
}
