package io.eventpipeline.push.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushRetriesTest {
  private static final List<Duration> DELAYS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10));
  private final PushRetries retries = new PushRetries(DELAYS);

  @ParameterizedTest
  @CsvSource({"1, PT1S", "2, PT4S", "3, PT10S"})
  void waits_as_listed(int attempts, Duration wait) {
    assertThat(retries.after(attempts, null, 0)).isEqualTo(new RetryDecision.Again(wait));
  }

  @Test
  void the_fourth_attempt_is_the_last() {
    assertThat(retries.after(4, null, 0)).isEqualTo(new RetryDecision.Never());
    assertThat(retries.after(4, Duration.ofSeconds(1), 0)).isEqualTo(new RetryDecision.Never());
  }

  @ParameterizedTest
  @CsvSource({"PT7S, PT7S", "PT0.5S, PT1S", "PT1S, PT1S"})
  void the_push_service_may_ask_for_more_time_but_not_for_less(Duration asked, Duration wait) {
    assertThat(retries.after(1, asked, 0)).isEqualTo(new RetryDecision.Again(wait));
  }

  @Property
  void chance_adds_a_tenth_at_most_and_takes_nothing_off(
      @ForAll @IntRange(min = 1, max = 3) int attempts,
      @ForAll @IntRange(max = 20) int asked,
      @ForAll @DoubleRange(max = 1, maxIncluded = false) double draw) {
    Duration listed = DELAYS.get(attempts - 1);
    Duration least = Duration.ofSeconds(Math.max(asked, listed.toSeconds()));
    Duration most = Duration.ofMillis(Math.max(asked * 1000L, listed.toMillis() * 11 / 10));

    RetryDecision decision = retries.after(attempts, Duration.ofSeconds(asked), draw);
    assertThat(((RetryDecision.Again) decision).delay()).isBetween(least, most);
  }
}
