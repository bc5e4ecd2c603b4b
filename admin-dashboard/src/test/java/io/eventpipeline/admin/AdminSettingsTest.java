package io.eventpipeline.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventpipeline.admin.access.AccessSettings;
import io.eventpipeline.admin.access.ProxySettings;
import io.eventpipeline.admin.access.TestUsers;
import io.eventpipeline.admin.overview.window.QuerySettings;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.eventpipeline.runtime.config.SettingsCheck;
import io.eventpipeline.runtime.start.StartFailure;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdminSettingsTest {
  private static final Map<String, Class<?>> RECORDS =
      Map.of(
          "admin", AccessSettings.class,
          "http", ProxySettings.class,
          "query", QuerySettings.class,
          "replay", ReplaySettings.class);

  static List<Class<?>> records() {
    return SettingsCheck.in("io.eventpipeline.admin");
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
        "replay.rate | -1 | replay.rate must be greater than or equal to 0: -1",
        "replay.stale-after | 0s | replay.stale-after must be at least 1s: 0s",
        "query.url | ftp://x | query.url must be such as http://localhost:8083",
        "admin.session-idle | 0s | admin.session-idle must be at least 1s: 0s",
        "admin.session-max | 0s | admin.session-max must be at least 1s: 0s",
        "http.trusted-proxies | 10.0.0.0/33 | http.trusted-proxies must be ranges such as",
      })
  void a_wrong_one_stops_the_start_by_its_name(String name, String value, String line) {
    Class<?> type = RECORDS.get(name.substring(0, name.indexOf('.')));
    assertThat(SettingsCheck.reason(type, Map.of(name, value))).startsWith(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "admin.users.ann.password-hash | MARK | admin.users.ann.password-hash must be"
            + " pbkdf2-sha256",
        "admin.users.ann.password-hash | pbkdf2-sha256:1000:YWFhYWFhYWFhYWFhYWFhYQ==:MARK |"
            + " admin.users.ann.password-hash must be pbkdf2-sha256",
        "admin.users.ann.role | boss | admin.users.ann.role must be viewer or operator",
        "admin.users.carl.role | viewer | admin.users.carl.password-hash is missing",
        "admin.tokens.deploy.sha256 | MARK | admin.tokens.deploy.sha256 must be the SHA-256",
        "admin.tokens.deploy.role | boss | admin.tokens.deploy.role must be viewer or operator",
      })
  void a_wrong_user_or_token_stops_the_start_by_its_name(String name, String value, String line) {
    Map<String, Object> all = new HashMap<>(TestUsers.settings());
    all.put(name, value);
    Throwable failure =
        catchThrowable(() -> ApplicationContext.builder().properties(all).start().close());
    assertThat(failure).isNotNull();
    assertThat(StartFailure.reason(failure)).startsWith(line).doesNotContain("MARK");
  }

  @Test
  void a_variable_of_a_platform_stands_behind_the_name_of_ours() {
    SettingsCheck.assertFallbacks("8082");
    SettingsCheck.assertKafkaFallbacks();
  }
}
