package io.eventpipeline.consumer.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RewindHistoryTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RewindHistory history = new RewindHistory(Duration.ofSeconds(5));

  @Test
  void reads_again_from_where_the_watermark_was_the_reread_time_before_it_last_moved() {
    for (int second = 0; second <= 20; second++) {
      history.add(second * SECOND, second * 10);
    }
    assertThat(history.rereadFrom(200)).isEqualTo(150);
    assertThat(history.rereadFrom(200)).as("asked again").isEqualTo(150);
  }

  @Test
  void a_young_history_goes_back_to_its_start() {
    history.add(0, 7);
    history.add(SECOND, 9);
    assertThat(history.rereadFrom(9)).isEqualTo(7);
  }

  @Test
  void never_reads_on_beyond_the_watermark() {
    assertThat(history.rereadFrom(3)).as("nothing was noted").isEqualTo(3);
    history.add(0, 7);
    assertThat(history.rereadFrom(3)).isEqualTo(3);
    history.clear();
    assertThat(history.rereadFrom(9)).isEqualTo(9);
  }
}
