package io.eventpipeline.ingest.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Registers the meters of the ingest API. */
@Factory
final class IngestMeters {
  @Singleton
  Meters<IngestMetric> meters(MeterRegistry registry) {
    return new Meters<>(registry, IngestMetric.class);
  }
}
