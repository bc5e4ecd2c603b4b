package io.eventpipeline.projection.observe;

import io.eventpipeline.projection.row.ProjectedType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;

/** Counts and times what the projections do. Threads: any. */
@Singleton
public final class ProjectionMeters {
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<ProjectedType, Counter> rows = new EnumMap<>(ProjectedType.class);
  private final Counter refused;
  private final Timer commit;
  private final RecentCommits recent = new RecentCommits();

  public ProjectionMeters(MeterRegistry registry) {
    this.registry = registry;
    for (ProjectedType type : ProjectedType.values()) {
      rows.put(
          type,
          counter(ProjectionMetric.ROWS)
              .tag(ProjectionMetric.TABLE, type.table())
              .register(registry));
    }
    this.refused = counter(ProjectionMetric.REFUSED).register(registry);
    this.commit =
        Timer.builder(ProjectionMetric.COMMIT.id())
            .description(ProjectionMetric.COMMIT.help())
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  private static Counter.Builder counter(ProjectionMetric metric) {
    return Counter.builder(metric.id()).description(metric.help());
  }

  /** Registers the gauges. Call once. */
  public void watch(IntSupplier waiting, BooleanSupplier unavailable) {
    gauge(ProjectionMetric.WAITING, waiting);
    gauge(ProjectionMetric.UNAVAILABLE, () -> unavailable.getAsBoolean() ? 1 : 0);
  }

  private void gauge(ProjectionMetric metric, IntSupplier value) {
    Gauge ignored =
        Gauge.builder(metric.id(), value::getAsInt)
            .description(metric.help())
            .strongReference(true)
            .register(registry);
  }

  /** A row of this kind is committed. */
  public void countRow(ProjectedType type) {
    Objects.requireNonNull(rows.get(type)).increment();
  }

  /** An event becomes no row, and never will. */
  public void countRefused() {
    refused.increment();
  }

  /** A group of rows is committed. */
  public void commitTook(long nanos) {
    commit.record(nanos, TimeUnit.NANOSECONDS);
    recent.add(nanos);
  }

  /** All rows so far. */
  double rows() {
    return rows.values().stream().mapToDouble(Counter::count).sum();
  }

  /** All refused events so far. */
  double refused() {
    return refused.count();
  }

  /** Rows that wait now. */
  int waiting() {
    Gauge gauge = registry.find(ProjectionMetric.WAITING.id()).gauge();
    return gauge == null ? 0 : (int) gauge.value();
  }

  /** The times of the commits since the last call, and forgets them. */
  long[] recentCommits() {
    return recent.drain();
  }
}
