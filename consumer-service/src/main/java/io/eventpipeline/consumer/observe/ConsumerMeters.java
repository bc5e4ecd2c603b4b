package io.eventpipeline.consumer.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Registers the meters of the consumer. */
@Factory
final class ConsumerMeters {
  @Singleton
  Meters<ConsumerMetric> meters(MeterRegistry registry) {
    return new Meters<>(registry, ConsumerMetric.class);
  }
}
