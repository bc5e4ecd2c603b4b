package io.eventpipeline.admin.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.overview.SampleRing.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleRingTest {
  private static final long BEGIN = 1_000_000;

  private final SampleRing ring = new SampleRing();

  private static Sample sample(double in, long waiting) {
    return new Sample(in, 0, 0, waiting, 0, 1, 0);
  }

  private static @Nullable Sample at(List<Step> steps, int index) {
    return steps.get(index).sample();
  }

  @Test
  void an_empty_one_knows_nothing() {
    assertThat(ring.since()).isZero();
    assertThat(ring.newest()).isNull();
    assertThat(ring.steps(60)).isEmpty();
  }

  @Test
  void rates_are_means_and_all_else_is_the_highest_of_the_step() {
    ring.add(BEGIN, BEGIN, sample(10, 5));
    ring.add(BEGIN + 1, BEGIN + 1, sample(20, 50));
    ring.add(BEGIN + 2, BEGIN + 2, sample(30, 7));
    Sample step = Objects.requireNonNull(at(ring.steps(5), 0));
    assertThat(step.in()).isEqualTo(20);
    assertThat(step.waiting()).isEqualTo(50);
    assertThat(ring.since()).isEqualTo(BEGIN);
  }

  @Test
  void a_rare_sample_fills_the_seconds_between() {
    ring.add(BEGIN, BEGIN, sample(10, 1));
    ring.add(BEGIN + 1, BEGIN + 5, sample(4, 2));
    assertThat(ring.steps(1))
        .hasSize(6)
        .extracting(Step::second)
        .containsExactly(BEGIN, BEGIN + 1, BEGIN + 2, BEGIN + 3, BEGIN + 4, BEGIN + 5);
    assertThat(at(ring.steps(1), 3)).isEqualTo(sample(4, 2));
  }

  @Test
  void a_gap_is_not_known_and_shows_nothing_of_an_hour_before() {
    ring.add(BEGIN, BEGIN + SampleRing.SECONDS, sample(10, 1));
    long now = BEGIN + SampleRing.SECONDS + 3;
    ring.add(now, now, sample(4, 2));
    ring.add(now + 1, now + 1, null);
    List<@Nullable Sample> all = new ArrayList<>();
    ring.steps(1).forEach(step -> all.add(step.sample()));
    assertThat(all.subList(SampleRing.SECONDS - 5, SampleRing.SECONDS))
        .containsExactly(sample(10, 1), null, null, sample(4, 2), null);
    assertThat(ring.newest()).isNull();
  }

  @Test
  void it_holds_an_hour() {
    for (int i = 0; i < 2 * SampleRing.SECONDS; i++) {
      ring.add(BEGIN + i, BEGIN + i, sample(i, i));
    }
    assertThat(ring.since()).isEqualTo(BEGIN + SampleRing.SECONDS);
    assertThat(ring.steps(60)).hasSize(SampleRing.SECONDS / 60 + 1);
    assertThat(ring.steps(1)).hasSize(SampleRing.SECONDS);
  }

  @Test
  void after_a_pause_of_hours_nothing_old_is_left() {
    ring.add(BEGIN, BEGIN, sample(10, 1));
    long later = BEGIN + 10L * SampleRing.SECONDS;
    ring.add(later, later, sample(4, 2));
    assertThat(ring.steps(1)).hasSize(SampleRing.SECONDS);
    assertThat(ring.steps(1).stream().map(Step::sample).filter(Objects::nonNull).toList())
        .containsExactly(sample(4, 2));
  }

  @Test
  void a_clock_that_goes_back_changes_nothing() {
    ring.add(BEGIN, BEGIN + 4, sample(10, 1));
    ring.add(BEGIN + 2, BEGIN + 2, sample(99, 9));
    assertThat(ring.steps(1)).hasSize(5).allMatch(step -> sample(10, 1).equals(step.sample()));
  }
}
