package io.eventpipeline.runtime.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The meters of a service. Counters and timers exist from the start, at zero. No call looks one up
 * in the registry while events flow. Threads: any.
 *
 * @param <M> the enum of all meters
 */
public final class Meters<M extends Enum<M> & Metered> {
  /** Upper bounds of the histogram buckets: from a handler in memory to a two-hour backlog. */
  private static final Duration[] BUCKETS =
      Stream.of(
              "0.001S", "0.002S", "0.005S", "0.01S", "0.02S", "0.05S", "0.1S", "0.2S", "0.5S", "1S",
              "2S", "5S", "10S", "20S", "60S", "300S", "1800S", "7200S")
          .map(text -> Duration.parse("PT" + text))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<M, Map<String, Counter>> counters;
  private final Map<M, Timed> timers;

  /** A timer and the views of its latest durations. */
  private record Timed(Timer timer, List<Recent> views) {}

  public Meters(MeterRegistry registry, Class<M> all) {
    this.registry = registry;
    this.counters = new EnumMap<>(all);
    this.timers = new EnumMap<>(all);
    for (M metric : all.getEnumConstants()) {
      switch (metric.meter().kind()) {
        case COUNTER -> counters.put(metric, counters(metric.meter()));
        case TIMER ->
            timers.put(metric, new Timed(timer(metric.meter()), new CopyOnWriteArrayList<>()));
        case GAUGE -> {} // registered together with its source
      }
    }
  }

  private Map<String, Counter> counters(Meter meter) {
    Map<String, Counter> byTag = new HashMap<>();
    Meter.Tag tag = meter.tag();
    if (tag == null) {
      byTag.put("", counter(meter, Tags.empty()));
    } else {
      tag.values().forEach(v -> byTag.put(v, counter(meter, Tags.of(tag.name(), v))));
    }
    return byTag;
  }

  private Counter counter(Meter meter, Tags tags) {
    return Counter.builder(meter.id()).description(meter.help()).tags(tags).register(registry);
  }

  private Timer timer(Meter meter) {
    return Timer.builder(meter.id())
        .description(meter.help())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Adds one. */
  public void count(M metric) {
    count(metric, 1);
  }

  /** Adds {@code more}, at least 0. */
  public void count(M metric, long more) {
    count(metric, "", more);
  }

  /**
   * Adds {@code more}, at least 0, under a tag.
   *
   * @throws IllegalArgumentException if the meter is not a counter with that tag
   */
  public void count(M metric, String tag, long more) {
    Map<String, Counter> byTag = counters.get(metric);
    Counter counter = byTag == null ? null : byTag.get(tag);
    if (counter == null) {
      throw new IllegalArgumentException(metric + " is not counted by '" + tag + "'");
    }
    counter.increment(more);
  }

  /**
   * Registers a counter under a tag whose values only the configuration knows. The returned action
   * adds one.
   */
  public Runnable counter(M metric, String tag) {
    Meter.Tag named = metric.meter().tag();
    if (named == null) {
      throw new IllegalArgumentException(metric + " has no tag");
    }
    return counter(metric.meter(), Tags.of(named.name(), tag))::increment;
  }

  /** A view of how the counter grows from now on, over all its tags. */
  public Since since(M metric) {
    Map<String, Counter> byTag = counters.getOrDefault(metric, Map.of());
    return new Since(() -> byTag.values().stream().mapToDouble(Counter::count).sum());
  }

  /** Records a duration. */
  public void record(M metric, long nanos) {
    Timed timed = timed(metric);
    timed.timer().record(nanos, TimeUnit.NANOSECONDS);
    for (Recent view : timed.views()) {
      view.add(nanos);
    }
  }

  /** A view of what the timer records from now on. Each view costs a little per recording. */
  public Recent recent(M metric) {
    Recent view = new Recent();
    timed(metric).views().add(view);
    return view;
  }

  /** The current sum of a gauge over all its tags. */
  public double sum(M metric) {
    return gauges(metric).sum();
  }

  /** The current maximum of a gauge over all its tags; 0 if there is none. */
  public double max(M metric) {
    return gauges(metric).max().orElse(0);
  }

  private DoubleStream gauges(M metric) {
    return registry.find(metric.meter().id()).gauges().stream().mapToDouble(Gauge::value);
  }

  private Timed timed(M metric) {
    Timed timed = timers.get(metric);
    if (timed == null) {
      throw new IllegalArgumentException(metric + " is not timed");
    }
    return timed;
  }

  /** Registers a gauge that reads {@code source} on each scrape. */
  public <T> void gauge(M metric, T source, ToDoubleFunction<T> value) {
    Runnable ignored = gauge(metric, Tags.empty(), source, value);
  }

  /** Registers a gauge under a tag. The returned action removes it. */
  public <T> Runnable gauge(M metric, String tag, T source, ToDoubleFunction<T> value) {
    Meter.Tag named = metric.meter().tag();
    if (named == null) {
      throw new IllegalArgumentException(metric + " has no tag");
    }
    return gauge(metric, Tags.of(named.name(), tag), source, value);
  }

  private <T> Runnable gauge(M metric, Tags tags, T source, ToDoubleFunction<T> value) {
    Meter meter = metric.meter();
    Gauge gauge =
        Gauge.builder(meter.id(), source, value)
            .description(meter.help())
            .tags(tags)
            .strongReference(true)
            .register(registry);
    return () -> registry.remove(gauge);
  }
}
