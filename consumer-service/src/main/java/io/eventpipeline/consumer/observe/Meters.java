package io.eventpipeline.consumer.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Counts into the registry. Threads: any. */
public final class Meters {
  private final MeterRegistry registry;
  private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    for (Metric metric : Metric.values()) {
      if (metric != Metric.UNFINISHED) {
        counters.put(
            metric, Counter.builder(metric.id()).description(metric.help()).register(registry));
      }
    }
  }

  /** One more. */
  public void count(Metric metric) {
    Counter counter = counters.get(metric);
    if (counter == null) {
      throw new IllegalArgumentException(metric + " is not counted");
    }
    counter.increment();
  }

  /** Reads a gauge off {@code source} whenever somebody looks. */
  public <T> void gauge(Metric metric, T source, ToDoubleFunction<T> value) {
    Gauge.builder(metric.id(), source, value)
        .description(metric.help())
        .strongReference(true)
        .register(registry);
  }
}
