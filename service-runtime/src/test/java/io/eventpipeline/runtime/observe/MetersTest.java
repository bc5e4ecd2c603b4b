package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetersTest {
  private enum Some implements Metered {
    SEEN(Meter.counter("some.seen", "things", "Things seen")),
    LOST(Meter.counter("some.lost", "things", "Things lost").by("where", "here", "there")),
    DEPTH(Meter.gauge("some.depth", "metres", "How deep").by("hole")),
    WAIT(Meter.timer("some.wait", "How long it waits"));

    private final Meter meter;

    Some(Meter meter) {
      this.meter = meter;
    }

    @Override
    public Meter meter() {
      return meter;
    }
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters<Some> meters = new Meters<>(registry, Some.class);

  @Test
  void counters_are_there_from_the_start_under_the_names_of_the_table() {
    meters.count(Some.SEEN, 3);
    meters.count(Some.LOST, "here", 1);
    assertThat(registry.scrape())
        .contains("some_seen_total 3.0\n")
        .contains("some_lost_total{where=\"here\"} 1.0\n")
        .contains("some_lost_total{where=\"there\"} 0.0\n")
        .contains("some_wait_seconds_count 0\n");
    assertThat(Some.LOST.meter().row())
        .isEqualTo("| `some_lost_total` | counter | things | `where` here, there | Things lost |");
  }

  @Test
  void what_is_not_in_the_list_is_refused() {
    assertThatThrownBy(() -> meters.count(Some.LOST, "elsewhere", 1))
        .hasMessageContaining("elsewhere");
    assertThatThrownBy(() -> meters.count(Some.DEPTH)).hasMessageContaining("DEPTH");
    assertThatThrownBy(() -> meters.record(Some.SEEN, 1)).hasMessageContaining("SEEN");
  }

  @Test
  void a_gauge_that_has_ended_is_gone() {
    Runnable end = meters.gauge(Some.DEPTH, "3", this, test -> 7);
    assertThat(registry.scrape()).contains("some_depth{hole=\"3\"} 7.0\n");
    Runnable other = meters.gauge(Some.DEPTH, "4", this, test -> 5);
    assertThat(meters.sum(Some.DEPTH)).isEqualTo(12);
    assertThat(meters.max(Some.DEPTH)).isEqualTo(7);
    end.run();
    other.run();
    assertThat(meters.max(Some.DEPTH)).isZero();
    assertThat(registry.scrape()).doesNotContain("some_depth");
  }

  @Test
  void since_tells_only_what_came_since_it_last_told() {
    meters.count(Some.LOST, "here", 1);
    Since since = meters.since(Some.LOST);
    assertThat(since.more()).isZero();
    meters.count(Some.LOST, "here", 2);
    meters.count(Some.LOST, "there", 3);
    assertThat(since.more()).isEqualTo(5);
    assertThat(since.more()).isZero();
  }

  @Test
  void recent_tells_only_what_came_since_it_last_told() {
    Recent recent = meters.recent(Some.WAIT);
    assertThat(recent.atMost(0.95)).isZero();
    for (int i = 1; i <= 100; i++) {
      meters.record(Some.WAIT, TimeUnit.MILLISECONDS.toNanos(i <= 95 ? 3 : 400));
    }
    assertThat(recent.atMost(0.95)).isBetween(Duration.ofMillis(3), Duration.ofNanos(3_187_500));
    assertThat(recent.atMost(0.95)).isZero();
    meters.record(Some.WAIT, TimeUnit.MILLISECONDS.toNanos(400));
    assertThat(recent.atMost(0.95)).isEqualTo(Duration.ofMillis(400));
    meters.record(Some.WAIT, TimeUnit.DAYS.toNanos(1));
    assertThat(recent.atMost(0.95)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void recent_is_never_above_the_longest_nor_more_than_a_sixteenth_too_large() {
    Recent recent = meters.recent(Some.WAIT);
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      long[] waits = new long[1 + random.nextInt(50)];
      for (int i = 0; i < waits.length; i++) {
        waits[i] = random.nextLong(1L << 60) >>> random.nextInt(60);
        meters.record(Some.WAIT, waits[i]);
      }
      Arrays.sort(waits);
      long exact = waits[(int) Math.ceil(0.95 * waits.length) - 1];
      assertThat(recent.atMost(0.95).toNanos())
          .isBetween(exact, Math.min(waits[waits.length - 1], exact + exact / 16));
    }
    meters.record(Some.WAIT, -1); // a clock that was set back
    assertThat(recent.atMost(1)).isZero();
    meters.record(Some.WAIT, Long.MAX_VALUE);
    assertThat(recent.atMost(1).toNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
