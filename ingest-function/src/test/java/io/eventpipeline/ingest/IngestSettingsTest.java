package io.eventpipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.ingest.backpressure.BackpressureSettings;
import io.eventpipeline.ingest.http.HttpSettings;
import io.eventpipeline.ingest.idempotency.IdempotencySettings;
import io.eventpipeline.ingest.limit.LimitSettings;
import io.eventpipeline.ingest.redis.CallSettings;
import io.eventpipeline.ingest.webhook.WebhookSettings;
import io.eventpipeline.runtime.config.SettingsCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IngestSettingsTest {
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "http", HttpSettings.class,
          "idempotency", IdempotencySettings.class,
          "limit", LimitSettings.class,
          "limit.timeout", CallSettings.class,
          "ingest", BackpressureSettings.class,
          "webhook", WebhookSettings.class);

  static List<Class<?>> records() {
    return SettingsCheck.in("io.eventpipeline.ingest");
  }

  private static Class<?> type(String name) {
    Class<?> exact = RECORDS.get(name);
    return exact == null ? RECORDS.get(name.substring(0, name.indexOf('.'))) : exact;
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
        "limit.events-per-second | 0 | limit.events-per-second must be greater than or equal to 1:"
            + " 0",
        "limit.ip-events-per-second | -1 | limit.ip-events-per-second must be greater than or"
            + " equal",
        "limit.timeout | 0s | limit.timeout must be at least 1ms: 0s",
        "idempotency.retention | 999ms | idempotency.retention must be at least 1s: 999ms",
        "ingest.max-lag | -1 | ingest.max-lag must be greater than or equal to 0: -1",
        "ingest.max-lag | much | ingest.max-lag: Unable to convert value [much]",
        "http.max-connections | 0 | http.max-connections must be greater than or equal to 1: 0",
        "http.request-timeout | 0s | http.request-timeout must be at least 1ms: 0s",
        "http.trusted-proxies | 10.0.0.0/33 | http.trusted-proxies must be ranges such as"
            + " 10.0.0.0/8",
        "http.api-keys | MARK | http.api-keys must be SHA-256 hashes of 64 hexadecimal digits,"
            + " separated",
      })
  void a_wrong_one_stops_the_start_by_its_name(String name, String value, String line) {
    assertThat(SettingsCheck.reason(type(name), Map.of(name, value)))
        .startsWith(line)
        .doesNotContain("MARK");
  }

  @Test
  void a_variable_of_a_platform_stands_behind_the_name_of_ours() {
    SettingsCheck.assertFallbacks("3000");
    SettingsCheck.assertKafkaFallbacks();
  }
}
