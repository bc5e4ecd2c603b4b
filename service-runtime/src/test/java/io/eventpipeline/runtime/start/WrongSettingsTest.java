package io.eventpipeline.runtime.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.config.SettingsCheck;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when a setting is wrong. */
class WrongSettingsTest {
  private static final Map<String, Object> RIGHT =
      Map.of(
          "oven.max-heat", 200,
          "oven.first-wait", "1s",
          "oven.longest-wait", "5s",
          "oven.code", "123");

  @ConfigurationProperties("oven")
  @CrossChecked
  record OvenSettings(
      @Min(1) int maxHeat,
      @AtLeast("PT0.1S") Duration firstWait,
      @AtLeast("PT1S") Duration longestWait,
      @CodeRule Secret code)
      implements CrossChecked.Settings {
    @Override
    public @Nullable String conflict() {
      return longestWait.compareTo(firstWait) < 0
          ? "oven.longest-wait %s is below oven.first-wait %s".formatted(longestWait, firstWait)
          : null;
    }
  }

  private static String reason(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(RIGHT);
    all.putAll(settings);
    return SettingsCheck.reason(OvenSettings.class, all);
  }

  @Test
  void right_ones_are_taken() {
    assertThat(reason(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oven.max-heat     | 0    | oven.max-heat must be greater than or equal to 1: 0",
        "oven.max-heat     | hot  | oven.max-heat: Unable to convert value [hot] to target type"
            + " [int] due to: For input string: \"hot\"",
        "oven.first-wait         | 99ms | oven.first-wait must be at least 100ms: 99ms",
        "oven.longest-wait | 0s   | oven.longest-wait must be at least 1s: 0s",
        "oven.first-wait         | 6s   | oven.longest-wait PT5S is below oven.first-wait PT6S",
        "oven.code         | abc  | oven.code must be three digits",
      })
  void a_wrong_one_is_named_with_its_value_and_the_rule(String name, String value, String line) {
    assertThat(reason(Map.of(name, value))).isEqualTo(line);
  }
}
