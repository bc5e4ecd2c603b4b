package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  private static long seconds(double seconds) {
    return (long) (Duration.ofSeconds(1).toNanos() * seconds);
  }

  @Test
  void it_waits_one_two_then_always_four_seconds() {
    long now = seconds(100);
    assertThat(backoff.mayAsk(now)).isTrue();
    for (int wait : new int[] {1, 2, 4, 4, 4}) {
      backoff.failed(now);
      assertThat(backoff.mayAsk(now + seconds(wait - 0.01))).isFalse();
      assertThat(backoff.mayAsk(now + seconds(wait))).isTrue();
      now += seconds(wait);
    }
    backoff.answered();
    assertThat(backoff.mayAsk(now)).isTrue();
    backoff.failed(now);
    assertThat(backoff.mayAsk(now + seconds(1))).isTrue();
  }
}
