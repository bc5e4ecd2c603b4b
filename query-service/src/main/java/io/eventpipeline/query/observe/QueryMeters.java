package io.eventpipeline.query.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Registers the meters of the query service. */
@Factory
final class QueryMeters {
  @Singleton
  Meters<QueryMetric> meters(MeterRegistry registry) {
    return new Meters<>(registry, QueryMetric.class);
  }
}
