package io.eventpipeline.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.redis.RedisSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuntimeSettingsTest {
  private static final Map<String, Object> RIGHT =
      Map.of(
          "topic.name", "events",
          "topic.partitions", 8,
          "redis.uri", "redis://:MARK@localhost:6379",
          "redis.timeout", "2s");

  static List<Class<?>> records() {
    return SettingsCheck.in("io.eventpipeline.runtime");
  }

  @ParameterizedTest
  @MethodSource("records")
  void each_setting_is_guarded(Class<?> settings) {
    SettingsCheck.assertGuarded(settings);
  }

  @Test
  void a_secret_does_not_print() {
    assertThat(new Secret("MARK")).hasToString("***");
  }

  @Test
  void right_ones_are_taken() {
    assertThat(SettingsCheck.reason(TopicSettings.class, RIGHT)).isEmpty();
    assertThat(SettingsCheck.reason(RedisSettings.class, RIGHT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic.partitions | 0             | topic.partitions must be greater than or equal to 1: 0",
        "topic.name       | ' '           | topic.name must not be blank: ' '",
        "redis.timeout    | 0s            | redis.timeout must be at least 1ms: 0s",
        "redis.uri        | redis://:MARK | redis.uri must be a URI like redis://host:6379, with"
            + " other characters of a password as %XX",
        "redis.uri        | http://MARK@h | redis.uri must be a URI like redis://host:6379, with"
            + " other characters of a password as %XX",
      })
  void a_wrong_one_is_named_and_no_secret_is_shown(String name, String value, String line) {
    Map<String, Object> all = new HashMap<>(RIGHT);
    all.put(name, value);
    Class<?> type = name.startsWith("topic") ? TopicSettings.class : RedisSettings.class;
    assertThat(SettingsCheck.reason(type, all).strip()).isEqualTo(line.replace("' '", "").strip());
  }
}
