package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserSearchTest {
  @ParameterizedTest
  @CsvSource({
    "2000, 10, 8000",
    "8000, 250, 32000",
    "32000, 10, 50000",
    "50000, 0, 50000",
    "8000, 500, 16000",
    "8000, 1000, 8000",
    "50000, 2000, 25000",
    "2000, 5000, 2000",
  })
  void a_stretch_takes_a_second_at_most(long stretch, long tookMs, long next) {
    assertThat(UserSearch.next(stretch, TimeUnit.MILLISECONDS.toNanos(tookMs))).isEqualTo(next);
  }
}
