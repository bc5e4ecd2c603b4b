package io.eventpipeline.projection.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.projection.row.ProjectedType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProjectionSummaryTest {
  private final ProjectionMeters meters = new ProjectionMeters(new SimpleMeterRegistry());
  private final ProjectionSummary summary = new ProjectionSummary(meters);
  private final AtomicInteger waiting = new AtomicInteger();

  @Test
  void a_line_tells_what_happened_since_the_last_one_and_an_idle_time_has_none() {
    meters.watch(waiting::get, () -> false);
    assertThat(summary.line(10)).isNull();

    for (int i = 0; i < 50; i++) {
      meters.countRow(ProjectedType.USER_CREATED);
      meters.countRow(ProjectedType.ORDER_PLACED);
    }
    for (int ms = 1; ms <= 100; ms++) {
      meters.commitTook(TimeUnit.MILLISECONDS.toNanos(ms));
    }
    meters.countRefused();
    waiting.set(4);
    assertThat(summary.line(10))
        .isEqualTo("projections: 10 rows/s, 1 dead letters, commit p95 95 ms, 4 waiting");

    waiting.set(0);
    assertThat(summary.line(10)).isNull();
  }

  @Test
  void rows_that_only_wait_are_worth_a_line() {
    meters.watch(waiting::get, () -> true);
    waiting.set(3);
    assertThat(summary.line(10))
        .isEqualTo("projections: 0 rows/s, 0 dead letters, commit p95 0 ms, 3 waiting");
  }
}
