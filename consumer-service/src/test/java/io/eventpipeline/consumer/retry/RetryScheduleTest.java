package io.eventpipeline.consumer.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.runtime.retry.RetrySchedule;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule.Exponential(3, Duration.ofMillis(200), Duration.ofSeconds(10));
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

  @ParameterizedTest
  @CsvSource({"1, PT1S, PT1.1S", "2, PT4S, PT4.4S", "3, PT10S, PT11S", "9, PT10S, PT11S"})
  void listed_waits_are_never_shorter_and_the_last_one_goes_on(
      int attempt, Duration shortest, Duration longest) {
    RetrySchedule listed =
        new RetrySchedule.Listed(
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10)));
    assertThat(listed.attempts()).isEqualTo(4);
    assertThat(listed.after(attempt, 0)).isEqualTo(shortest);
    assertThat(listed.after(attempt, Math.nextDown(1.0))).isEqualTo(longest);
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
