package io.eventpipeline.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LocalWindowTest {
  private static final long MS = 1_000_000;

  @Property(tries = 500)
  void no_sliding_second_holds_more_than_the_limit(
      @ForAll @Size(max = 60) List<@IntRange(max = 400) Integer> pauses,
      @ForAll @IntRange(min = 1, max = 8) int want) {
    LocalWindow window = new LocalWindow(5, LimitSettings.WINDOW);
    List<Long> taken = new ArrayList<>();
    long now = 0;
    for (int pause : pauses) {
      now += pause * MS;
      int granted = window.take("ann", want, want, now).granted();
      for (int i = 0; i < granted; i++) {
        taken.add(now);
      }
    }
    for (long from : taken) {
      assertThat(taken.stream().filter(t -> t >= from && t <= from + 1000 * MS).count())
          .isLessThanOrEqualTo(5);
    }
  }

  @Test
  void a_permit_is_free_after_the_wait_it_named() {
    LocalWindow window = new LocalWindow(1, LimitSettings.WINDOW);
    assertThat(window.take("ann", 1, 1, 0).granted()).isEqualTo(1);
    WindowPermits refused = window.take("ann", 1, 1, 400 * MS);
    assertThat(refused.granted()).isZero();
    assertThat(window.take("ann", 1, 1, (400 + refused.waitMs()) * MS).granted()).isEqualTo(1);
  }

  @Test
  void another_limit_may_allow_less_than_the_window_has() {
    LocalWindow window = new LocalWindow(5, LimitSettings.WINDOW);
    assertThat(window.take("ann", 4, 1, 0)).isEqualTo(new WindowPermits(1, 0, 4));
    assertThat(window.take("ann", 6, 0, 0)).isEqualTo(new WindowPermits(0, 1001, 4));
    window.giveBack("ann", 1);
    assertThat(window.take("ann", 5, 5, 0)).isEqualTo(new WindowPermits(5, 0, 0));
  }

  @Test
  void users_do_not_share_a_window() {
    LocalWindow window = new LocalWindow(1, LimitSettings.WINDOW);
    assertThat(window.take("ann", 1, 1, 0).granted()).isEqualTo(1);
    assertThat(window.take("bob", 1, 1, 0).granted()).isEqualTo(1);
  }
}
