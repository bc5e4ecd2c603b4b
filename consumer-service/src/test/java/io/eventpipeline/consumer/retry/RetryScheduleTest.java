package io.eventpipeline.consumer.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(3, Duration.ofMillis(200), Duration.ofSeconds(10));
  private final RetryPolicy policy = new RetryPolicy(SCHEDULE);

  @ParameterizedTest
  @CsvSource({
    "1, PT0.2S",
    "2, PT0.4S",
    "3, PT0.8S",
    "4, PT1.6S",
    "5, PT3.2S",
    "6, PT6.4S",
    "7, PT10S",
    "5000, PT10S"
  })
  void waits_as_its_description_says(int attempt, Duration expected) {
    assertThat(SCHEDULE.after(attempt, 0)).isEqualTo(expected);
  }

  @Property
  void chance_takes_off_a_fifth_at_most_and_never_adds(
      @ForAll @IntRange(min = 1, max = 5000) int attempt,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double draw) {
    long full = SCHEDULE.after(attempt, 0).toMillis();
    assertThat(SCHEDULE.after(attempt, draw).toMillis()).isBetween(full * 4 / 5, full);
  }

  @Test
  void wrong_settings_are_named() {
    assertThatThrownBy(() -> new RetrySchedule(0, Duration.ofMillis(1), Duration.ofMillis(1)))
        .hasMessageContaining("retry.attempts");
    assertThatThrownBy(() -> new RetrySchedule(3, Duration.ZERO, Duration.ofMillis(1)))
        .hasMessageContaining("retry.first");
    assertThatThrownBy(() -> new RetrySchedule(3, Duration.ofMillis(2), Duration.ofMillis(1)))
        .hasMessageContaining("retry.cap");
  }

  @Test
  void the_third_failure_is_the_last() {
    RuntimeException failure = new RuntimeException();
    assertThat(policy.after(failure, 1, 0, 0))
        .isEqualTo(new Decision.TryAgain(Duration.ofMillis(200)));
    assertThat(policy.after(failure, 2, 0, 0))
        .isEqualTo(new Decision.TryAgain(Duration.ofMillis(400)));
    assertThat(policy.after(failure, 3, 0, 0)).isEqualTo(new Decision.GiveUp());
  }

  @Test
  void what_was_thrown_is_found_however_deeply_it_is_wrapped() {
    Throwable hopeless = new RuntimeException(new Exception(new NonRetryable("no")));
    assertThat(policy.after(hopeless, 1, 0, 0)).isEqualTo(new Decision.GiveUp());
    Throwable away = new Error(new Unavailable("later"));
    assertThat(policy.after(away, 3, 1, 0))
        .isEqualTo(new Decision.Postpone(Duration.ofMillis(400)));
  }

  @Test
  void causes_that_go_round_in_a_circle_come_to_an_end() {
    Exception a = new Exception("a");
    a.initCause(new Exception("b", a));
    assertThat(policy.after(a, 1, 0, 0)).isInstanceOf(Decision.TryAgain.class);
  }
}
