package io.eventpipeline.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeathsTest {
  private final Deaths deaths = new Deaths();

  @ParameterizedTest
  @CsvSource({
    "3, 'Terminating due to java.lang.OutOfMemoryError', true",
    "137, '', true",
    "134, '', true",
    "0, '', true",
    "1, 'Exception in thread main', true",
    "1, 'The consumer cannot start: Redis does not answer', false",
    "77, '', false",
    "98, '', false",
    "99, '', false"
  })
  void a_service_that_nobody_ended_died_by_itself(int status, String output, boolean byItself) {
    assertThat(deaths.isByItself(7, status, output)).isEqualTo(byItself);
  }

  @Test
  void a_kill_explains_the_death_of_its_own_process_alone() {
    deaths.noteEnded(7);
    assertThat(deaths.isByItself(7, 137, "")).isFalse();
    assertThat(deaths.isByItself(8, 137, "")).isTrue();
  }
}
