package io.eventpipeline.consumer.offset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTimesTest {
  private final LogTimes times = new LogTimes();

  @Test
  void times_are_known_to_the_second() {
    times.add(10, 5_000);
    times.add(11, 5_999);
    times.add(12, 6_000);
    times.add(13, 90_000);
    assertThat(times.at(10)).isEqualTo(5_000);
    assertThat(times.at(11)).isEqualTo(5_000);
    assertThat(times.at(12)).isEqualTo(6_000);
    assertThat(times.at(400)).isEqualTo(90_000);
  }

  @Test
  void nothing_is_known_of_what_was_not_read() {
    assertThat(times.at(7)).isEqualTo(LogTimes.UNKNOWN);
    times.add(10, 5_000);
    assertThat(times.at(9)).isEqualTo(LogTimes.UNKNOWN);
    times.clear();
    assertThat(times.at(10)).isEqualTo(LogTimes.UNKNOWN);
    times.add(3, 1_000);
    assertThat(times.at(3)).isEqualTo(1_000);
  }
}
