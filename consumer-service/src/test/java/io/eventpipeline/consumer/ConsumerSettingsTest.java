package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.engine.PauseSettings;
import io.eventpipeline.consumer.engine.ShutdownSettings;
import io.eventpipeline.consumer.handle.HandlerSettings;
import io.eventpipeline.consumer.handle.ProjectionSwitch;
import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.WindowLogSettings;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.OutcomesSettings;
import io.eventpipeline.consumer.outbox.OutboxSettings;
import io.eventpipeline.consumer.retry.RetrySettings;
import io.eventpipeline.runtime.config.SettingsCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerSettingsTest {
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "outbox", OutboxSettings.class,
          "outcomes", OutcomesSettings.class,
          "order", OrderSettings.class,
          "pause", PauseSettings.class,
          "retry", RetrySettings.class,
          "handler", HandlerSettings.class,
          "projections", ProjectionSwitch.class,
          "shutdown", ShutdownSettings.class,
          "ledger", LedgerSettings.class,
          "window", WindowLogSettings.class);

  static List<Class<?>> records() {
    return SettingsCheck.in("io.eventpipeline.consumer");
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
        "order.gap-timeout=0s           | order.gap-timeout must be at least 1ms: 0s",
        "order.gap-timeout=soon         | order.gap-timeout: Unable to convert value [soon]",
        "order.max-seq-jump=0           | order.max-seq-jump must be greater than or equal to 1: 0",
        "order.max-unfinished-events=0  | order.max-unfinished-events must be greater than or",
        "order.max-unfinished-bytes=-1  | order.max-unfinished-bytes must be greater than or",
        "order.history=0                | order.history must be a whole number of at least 1, or"
            + " empty",
        "pause.max-log-span=0           | pause.max-log-span must be greater than or equal to 1: 0",
        "retry.attempts=0               | retry.attempts must be a whole number of at least 1, or",
        "retry.attempts=abc             | retry.attempts must be a whole number of at least 1, or"
            + " empty: abc",
        "retry.delays=1s,soon           | retry.delays: Unable to convert value",
        "retry.first=0s                 | retry.first must be at least 1ms: 0s",
        "retry.first=11s                | retry.cap must not be below retry.first: 10000 ms, 11000",
        "retry.delays=1s,0s             | retry.delays must each be above 0s",
        "retry.delays=1s;retry.attempts=3 | retry.attempts and retry.delays exclude each other",
        "handler.timeout=-1s            | handler.timeout must be at least 1ms: -1s",
        "handler.accept-types=a,,b      | handler.accept-types must name types of 1 to 256",
        "projections.enabled=on         | projections.enabled must be true or false: on",
        "shutdown.grace=0s              | shutdown.grace must be at least 1ms: 0s",
        "ledger.retention=59s           | ledger.retention must be 0 (for ever) or at least 1m",
        "outbox.max-backlog=0           | outbox.max-backlog must be greater than or equal to 1: 0",
        "outcomes.max-bytes=-1          | outcomes.max-bytes must be greater than or equal to 0:",
        "window.enabled=maybe           | window.enabled must be true or false: maybe",
        "ledger.reread=-1s              | ledger.reread must be at least 0s: -1s",
      })
  void a_wrong_one_stops_the_start_by_its_name(String settings, String line) {
    Map<String, Object> values =
        Arrays.stream(settings.split(";"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    Class<?> type = RECORDS.get(settings.substring(0, settings.indexOf('.')));
    assertThat(SettingsCheck.reason(type, values)).startsWith(line);
  }

  @ParameterizedTest
  @CsvSource({"order.history,5", "ledger.retention,0s", "retry.attempts,1"})
  void a_right_one_is_taken(String name, String value) {
    Class<?> type = RECORDS.get(name.substring(0, name.indexOf('.')));
    assertThat(SettingsCheck.reason(type, Map.of(name, value))).isEmpty();
  }

  @Test
  void a_variable_of_a_platform_stands_behind_the_name_of_ours() {
    SettingsCheck.assertFallbacks("8081");
    SettingsCheck.assertKafkaFallbacks();
  }
}
