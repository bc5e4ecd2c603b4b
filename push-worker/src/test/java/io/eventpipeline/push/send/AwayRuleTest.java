package io.eventpipeline.push.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AwayRuleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = Long.MAX_VALUE - 3 * SECOND; // the clock may overflow
  private final AwayRule rule = new AwayRule(START);

  private static Recipient device(int number) {
    return new Recipient.Device("t" + number);
  }

  private boolean fail(int times, int recipients, long now) {
    boolean away = false;
    for (int i = 0; i < times; i++) {
      away = rule.noteFailure(device(i % recipients), now);
    }
    return away;
  }

  @Test
  void ten_failures_to_three_recipients_after_five_silent_seconds_are_enough() {
    assertThat(fail(10, 3, START + 5 * SECOND)).isTrue();
  }

  @Test
  void nine_failures_are_not() {
    assertThat(fail(9, 3, START + 9 * SECOND)).isFalse();
  }

  @Test
  void two_recipients_are_not() {
    assertThat(fail(100, 2, START + 9 * SECOND)).isFalse();
  }

  @Test
  void less_than_five_seconds_is_not() {
    assertThat(fail(100, 9, START + 5 * SECOND - 1)).isFalse();
    assertThat(fail(1, 1, START + 5 * SECOND)).isTrue();
  }

  @Test
  void an_answer_begins_it_all_anew() {
    assertThat(fail(9, 9, START + 9 * SECOND)).isFalse();
    rule.noteAnswer(START + 9 * SECOND);
    assertThat(fail(9, 9, START + 20 * SECOND)).isFalse();
    assertThat(fail(1, 1, START + 20 * SECOND)).isTrue();
  }

  /** The rule in its own words, over the whole history. */
  @Property
  void agrees_with_its_description(
      @ForAll @Size(max = 60) List<@IntRange(max = 12) Integer> history) {
    AwayRule fresh = new AwayRule(0);
    List<Integer> lastFailed = new ArrayList<>();
    long lastAnswer = 0;
    long now = 0;
    for (int one : history) { // 0 to 9: a failure; 10: an answer; 11, 12: two seconds pass
      if (one > 10) {
        now += 2 * SECOND;
      } else if (one == 10) {
        fresh.noteAnswer(now);
        lastFailed.clear();
        lastAnswer = now;
      } else {
        lastFailed.add(one);
        int size = lastFailed.size();
        Set<Integer> lastTen = new TreeSet<>(lastFailed.subList(Math.max(0, size - 10), size));
        assertThat(fresh.noteFailure(device(one), now))
            .isEqualTo(size >= 10 && lastTen.size() >= 3 && now - lastAnswer >= 5 * SECOND);
      }
    }
  }
}
