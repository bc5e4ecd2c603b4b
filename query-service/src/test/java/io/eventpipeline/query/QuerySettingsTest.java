package io.eventpipeline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.query.http.QueryApiSettings;
import io.eventpipeline.query.reference.ReferenceSettings;
import io.eventpipeline.runtime.config.SettingsCheck;
import io.eventpipeline.runtime.window.WindowSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuerySettingsTest {
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "reference", ReferenceSettings.class,
          "window", WindowSettings.class,
          "http", QueryApiSettings.class);

  static List<Class<?>> records() {
    return SettingsCheck.in("io.eventpipeline.query");
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
        "reference.max-bytes | 0 | reference.max-bytes must be greater than or equal to 1: 0",
        "window.retention | 0s | window.retention must be at least 1s: 0s",
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
    SettingsCheck.assertFallbacks("8083");
  }
}
