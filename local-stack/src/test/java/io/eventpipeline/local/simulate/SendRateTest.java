package io.eventpipeline.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendRateTest {
  @ParameterizedTest
  @CsvSource({"3/s, 3, 3/s", "0.5/s, 0.5, 0.5/s", "10000, 10000, 10000/s", "1.25, 1.25, 1.25/s"})
  void a_rate_is_a_number_a_second(String text, double perSecond, String shown) {
    assertThat(SendRate.parse(text)).isEqualTo(new SendRate(perSecond)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0/s", "0", "-1/s", "10001/s", "3/m", "3 /s", "fast", "1e3/s"})
  void anything_else_is_refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SendRate.parse(text))
        .withMessageContaining("'" + text + "' is no rate such as 3/s");
  }

  @ParameterizedTest
  @CsvSource({"3, 3, PT1S", "3, 3000000, PT1000000S", "0.5, 1, PT2S", "7, 70000007, PT10000001S"})
  void delays_do_not_add_up(double perSecond, long number, Duration due) {
    assertThat(new SendRate(perSecond).due(number)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({"3, PT10S, 30", "0.5, PT1S, 1", "3, PT0.1S, 1", "1000, PT1M, 60000"})
  void a_time_has_room_for_so_many_requests(double perSecond, Duration time, long requests) {
    assertThat(new SendRate(perSecond).within(time)).isEqualTo(requests);
  }
}
