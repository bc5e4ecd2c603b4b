package io.eventpipeline.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.push.device.DeviceApiSettings;
import io.eventpipeline.push.outbox.BacklogSettings;
import io.eventpipeline.runtime.config.SettingsCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PushSettingsTest {
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "push", PushSettings.class,
          "outbox", BacklogSettings.class,
          "http", DeviceApiSettings.class);

  static List<Class<?>> records() {
    return SettingsCheck.in("io.eventpipeline.push");
  }

  @ParameterizedTest
  @MethodSource("records")
  void each_setting_is_guarded_and_its_default_is_right(Class<?> settings) {
    SettingsCheck.assertGuarded(settings);
    assertThat(SettingsCheck.reason(settings, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "push.retry-delays | 1s,0s | push.retry-delays must each be above 0s",
        "push.retry-delays | 1s,soon | push.retry-delays: Unable to convert value [1s,soon]",
        "push.retry-delays | '' | push.retry-delays must not be empty",
        "push.send-timeout | 0s | push.send-timeout must be at least 100ms: 0s",
        "push.max-parallel | 0 | push.max-parallel must be greater than or equal to 1: 0",
        "push.max-parallel | 10001 | push.max-parallel must be less than or equal to 10000: 10001",
        "outbox.max-backlog | 0 | outbox.max-backlog must be greater than or equal to 1: 0",
        "http.api-keys | MARK | http.api-keys must be SHA-256 hashes of 64 hexadecimal digits,",
      })
  void a_wrong_one_stops_the_start_by_its_name(String name, String value, String line) {
    Class<?> type = RECORDS.get(name.substring(0, name.indexOf('.')));
    assertThat(SettingsCheck.reason(type, Map.of(name, value)))
        .startsWith(line)
        .doesNotContain("MARK");
  }

  @Test
  void a_variable_of_a_platform_stands_behind_the_name_of_ours() {
    SettingsCheck.assertFallbacks("8084");
  }
}
