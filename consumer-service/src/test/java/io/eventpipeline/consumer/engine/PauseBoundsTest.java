package io.eventpipeline.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.engine.PauseBounds.Bound;
import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.PausedLoad;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a pause ends early. A full partition reads on below half of its bound, so half is it. */
class PauseBoundsTest {
  private final PauseBounds bounds =
      new PauseBounds(
          new OrderSettings(Duration.ofSeconds(5), 1000, 10, 1000, ""), new PauseSettings(100));

  @ParameterizedTest
  @CsvSource({"4, 499, ''", "5, 0, MEMORY", "0, 500, MEMORY"})
  void half_of_the_memory_is_a_bound(int events, long bytes, String bound) {
    assertThat(name(bounds.reached(new PausedLoad("ann", 7, events, bytes), new Watermark())))
        .isEqualTo(bound);
  }

  @Test
  void the_log_span_is_a_bound_for_the_user_that_holds_it_back() {
    Watermark watermark = new Watermark();
    watermark.register(7, 1);
    watermark.register(8, 1);
    assertThat(bounds.reached(new PausedLoad("ann", 7, 1, 1), watermark)).isNull();
    watermark.register(106, 1);
    assertThat(bounds.reached(new PausedLoad("ann", 7, 1, 1), watermark)).isEqualTo(Bound.LOG_SPAN);
    assertThat(bounds.reached(new PausedLoad("ann", 8, 1, 1), watermark))
        .as("to let ann go on would not help")
        .isNull();
  }

  private static String name(@Nullable Bound bound) {
    return bound == null ? "" : bound.name();
  }
}
