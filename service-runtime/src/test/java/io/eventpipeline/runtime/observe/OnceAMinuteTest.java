package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private final OnceAMinute once = new OnceAMinute();

  @Test
  void a_text_is_told_again_after_a_minute_and_no_sooner() {
    assertThat(once.mayTell("a", 5)).isTrue();
    assertThat(once.mayTell("a", 5 + MINUTE - 1)).isFalse();
    assertThat(once.mayTell("a", 5 + MINUTE)).isTrue();
    assertThat(once.mayTell("a", 6 + MINUTE)).isFalse();
  }

  @Test
  void texts_that_alternate_are_told_once_each() {
    assertThat(once.mayTell("a", 0)).isTrue();
    assertThat(once.mayTell("b", 1)).isTrue();
    assertThat(once.mayTell("a", 2)).isFalse();
    assertThat(once.mayTell("b", 3)).isFalse();
  }

  @Test
  void many_texts_take_no_more_memory() {
    for (int i = 0; i < 1000; i++) {
      assertThat(once.mayTell("text " + i, i)).isTrue();
    }
    assertThat(once.mayTell("text 999", 1000)).isFalse();
    assertThat(once.mayTell("text 0", 1000)).isTrue();
  }
}
