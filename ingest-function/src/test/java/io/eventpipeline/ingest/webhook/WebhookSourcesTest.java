package io.eventpipeline.ingest.webhook;

import static io.eventpipeline.ingest.webhook.ConfiguredSources.reason;
import static io.eventpipeline.ingest.webhook.ConfiguredSources.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.ingest.limit.SourceRate;
import io.eventpipeline.runtime.observe.LogRecorder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSourcesTest {
  private static final String LONG = "0123456789abcdef-MARK";

  private static Map<String, Object> gh(String... more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("webhooks.sources.gh.preset", "github");
    settings.put("webhooks.sources.gh.secrets", List.of(LONG));
    settings.put("webhooks.sources.gh.user", "$.sender.id");
    for (int i = 0; i < more.length; i += 2) {
      settings.put("webhooks.sources.gh." + more[i], more[i + 1]);
    }
    return settings;
  }

  @Test
  void webhook_secret_alone_makes_the_source_orders() {
    WebhookSource orders = source("orders", Map.of("webhook.secret", LONG));
    assertThat(orders.path()).isEqualTo("/api/webhook/order.created");
    assertThat(orders.verifier().scheme()).isEqualTo(SignatureScheme.TIMESTAMPED_HMAC);
    assertThat(orders.limit()).isEqualTo(new SourceRate(10, Duration.ofSeconds(10)));
    assertThat(orders.limitsGenuine()).isTrue();
    assertThat(orders.ackWait()).isEqualTo(Duration.ofMillis(250));
    assertThat(orders.guardsReplay()).isTrue();
    assertThat(orders.enabled()).isTrue();
    assertThat(orders.mapping().user()).isEqualTo(ExpressionReader.read("$.user_id | $.userId"));
    assertThat(orders.mapping().ids().of("x")).isEqualTo("x");
    assertThat(orders.mapping().seq()).isNull();
  }

  @Test
  void without_any_setting_there_is_no_source() {
    assertThat(
            ConfiguredSources.<Object>with(
                Map.of("webhook.secret", ""), Map.of(), sources -> List.copyOf(sources.all())))
        .isEqualTo(List.of());
  }

  @Test
  void webhook_secret_and_a_source_orders_exclude_each_other() {
    Map<String, Object> both = new HashMap<>();
    gh().forEach((name, value) -> both.put(name.replace(".gh.", ".orders."), value));
    both.put("webhook.secret", LONG);
    assertThat(reason(both)).startsWith("webhook.secret and webhooks.sources.orders exclude");
  }

  @Test
  void a_preset_needs_secrets_and_a_user_only() {
    WebhookSource gh = source("gh", gh());
    assertThat(gh.limitsGenuine()).isFalse();
    assertThat(gh.limit()).isEqualTo(new SourceRate(100, Duration.ofSeconds(1)));
    assertThat(gh.ackWait()).isEqualTo(Duration.ofMillis(5500));
    assertThat(gh.guardsReplay()).isTrue();
    assertThat(gh.mapping().ids().of("x")).isEqualTo("gh:x");
  }

  @Test
  void variables_configure_a_source() {
    Map<String, Object> variables =
        Map.of(
            "WEBHOOKS_SOURCES_GH_PRESET", "github",
            "WEBHOOKS_SOURCES_GH_SECRETS", LONG + ",second-" + LONG,
            "WEBHOOKS_SOURCES_GH_USER", "$.sender.id",
            "WEBHOOKS_SOURCES_GH_EVENT_ID", "$.id",
            "WEBHOOKS_SOURCES_GH_ACK_WAIT", "2s",
            "WEBHOOKS_SOURCES_GH_ID_PREFIX", "hub",
            "WEBHOOKS_SOURCES_GH_REPLAY_GUARD", "none");
    WebhookSource gh =
        ConfiguredSources.with(
            Map.of(),
            variables,
            sources -> {
              assertThat(sources.all()).hasSize(1);
              return sources.named("gh");
            });
    assertThat(gh.mapping().user()).isEqualTo(ExpressionReader.read("$.sender.id"));
    assertThat(gh.mapping().eventId()).isEqualTo(ExpressionReader.read("$.id"));
    assertThat(gh.verifier().secrets()).hasSize(2);
    assertThat(gh.ackWait()).isEqualTo(Duration.ofSeconds(2));
    assertThat(gh.mapping().ids().of("x")).isEqualTo("hub:x");
    assertThat(gh.guardsReplay()).isFalse();
  }

  @Test
  void system_properties_configure_a_source() {
    System.setProperty("webhooks.sources.sys.preset", "stripe");
    System.setProperty("webhooks.sources.sys.secrets[0]", LONG);
    System.setProperty("webhooks.sources.sys.user", "$.data.object.customer");
    try {
      assertThat(source("sys", Map.of()).verifier().scheme()).isEqualTo(SignatureScheme.STRIPE);
    } finally {
      System.clearProperty("webhooks.sources.sys.preset");
      System.clearProperty("webhooks.sources.sys.secrets[0]");
      System.clearProperty("webhooks.sources.sys.user");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "preset ~ gitlab ~ preset is unknown: gitlab",
        "preset ~ timestamped-hmac ~ preset is unknown: timestamped-hmac",
        "scheme ~ stripe ~ scheme must be absent or equal the preset: stripe",
        "secrets ~ `` ~ secrets must",
        "user ~ $.a[ ~ user lacks a number or a quoted name in brackets at character 5: $.a[",
        "type ~ a||b ~ type has an empty alternative at character 3: a||b",
        "event-id ~ $x ~ event-id is not understood",
        "time ~ $. ~ time lacks a name after the dot",
        "seq ~ | ~ seq has an empty alternative",
        "payload ~ literal ~ payload must be a path such as $.data: literal",
        "path ~ api/x ~ path must begin with /",
        "path ~ /a/{b} ~ path must begin with /",
        "path ~ / ~ path must begin with /",
        "rate ~ 10 ~ rate must be a number and a duration such as 10/10s: 10",
        "rate ~ 0/s ~ rate must be",
        "rate ~ 10/0s ~ rate must be",
        "rate ~ 10/d ~ rate must be",
        "rate ~ 1/999999h ~ rate must be",
        "id-prefix ~ a b ~ id-prefix must have 1 to 77 characters",
        "id-prefix ~ ü ~ id-prefix must have 1 to 77 characters",
        "signed ~ timestamp.body ~ signed must be timestamp.body, with scheme",
        "ack-wait ~ 0s ~ ack-wait must be from 1ms to 60s: 0s",
        "ack-wait ~ 2m ~ ack-wait must be from 1ms to 60s: 2m",
        "ack-wait ~ soon ~ ack-wait must be from 1ms to 60s: soon",
        "enabled ~ perhaps ~ enabled must be true or false: perhaps",
        "replay-guard ~ all ~ replay-guard must be none or absent: all",
      })
  void a_wrong_field_stops_the_start_by_its_name(String field, String value, String line) {
    assertThat(reason(gh(field, value)))
        .startsWith("webhooks.sources.gh." + line)
        .doesNotContain("MARK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preset", "secrets", "user"})
  void a_missing_field_stops_the_start_by_its_name(String field) {
    Map<String, Object> settings = gh();
    settings.remove("webhooks.sources.gh." + field);
    String name = field.equals("preset") ? "scheme" : field;
    assertThat(reason(settings)).startsWith("webhooks.sources.gh." + name + " ");
  }

  @Test
  void id_prefixes_that_would_make_illegal_ids_are_refused() {
    assertThat(reason(gh("id-prefix", "x".repeat(77)))).isEmpty();
    assertThat(reason(gh("id-prefix", "x".repeat(78)))).contains("gh.id-prefix must have");
  }

  @Test
  void secrets_of_standard_webhooks_are_base64() {
    Map<String, Object> settings = gh("preset", "standard", "type", "$.type");
    settings.put("webhooks.sources.gh.secrets", List.of("whsec_MARK!"));
    assertThat(reason(settings)).isEqualTo("webhooks.sources.gh.secrets must be whsec_ and Base64");
    settings.put("webhooks.sources.gh.secrets", List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    assertThat(reason(settings)).isEmpty();
  }

  @Test
  void two_sources_with_one_path_or_one_prefix_are_refused() {
    Map<String, Object> settings = gh("path", "/api/webhook/order.created");
    settings.put("webhook.secret", LONG);
    assertThat(reason(settings))
        .isEqualTo(
            "webhooks.sources.orders.path must not be that of another source:"
                + " /api/webhook/order.created");
    Map<String, Object> prefixes = gh("id-prefix", "orders");
    prefixes.put("webhook.secret", LONG);
    assertThat(reason(prefixes))
        .startsWith("webhooks.sources.gh.id-prefix must not be that of another source");
  }

  @Test
  void weak_secrets_and_unsigned_headers_are_told_once_at_the_start() {
    try (LogRecorder log = LogRecorder.of(SourceWarnings.class)) {
      Map<String, Object> weak = gh();
      weak.put("webhooks.sources.gh.secrets", List.of(LONG, "short-MARK"));
      source("gh", weak);
      assertThat(log.messages()).hasSize(2).noneMatch(line -> line.contains("MARK"));
      assertThat(log.messages().get(0)).contains("1 of its 2 secrets have fewer than 16 bytes");
      assertThat(log.messages().get(1))
          .contains("signature does not cover: X-GitHub-Delivery, X-GitHub-Event");
    }
    try (LogRecorder log = LogRecorder.of(SourceWarnings.class)) {
      source("orders", Map.of("webhook.secret", LONG));
      source("gh", gh("preset", "stripe"));
      Map<String, Object> standard = gh("preset", "standard");
      standard.put("webhooks.sources.gh.secrets", List.of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
      source("gh", standard);
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void signed_bytes_count_once_where_id_or_time_is_not_signed() {
    assertThat(source("gh", gh("preset", "stripe")).guardsReplay()).isFalse();
    assertThat(source("gh", gh("preset", "stripe", "event-id", "header.X-Id")).guardsReplay())
        .isTrue();
    assertThat(source("gh", gh("replay-guard", "none")).guardsReplay()).isFalse();
    Map<String, Object> own = gh("scheme", "timestamped-hmac", "type", "t", "event-id", "$.id");
    own.remove("webhooks.sources.gh.preset");
    assertThat(source("gh", own).guardsReplay()).isTrue();
    own.put("webhooks.sources.gh.signed", "timestamp.body");
    assertThat(source("gh", own).guardsReplay()).isFalse();
    assertThat(source("gh", own).verifier().scheme()).isEqualTo(SignatureScheme.SIGNED_TIMESTAMP);
  }

  @Test
  void ids_with_the_prefix_of_a_source_are_reserved() {
    Map<String, Object> settings = gh("id-prefix", "hub");
    settings.put("webhook.secret", LONG);
    ConfiguredSources.with(
        settings,
        Map.of(),
        sources -> {
          assertThat(sources.reservedPrefix("hub:1")).isEqualTo("hub:");
          assertThat(sources.reservedPrefix("orders:1")).isEqualTo("orders:");
          assertThat(sources.reservedPrefix("gh:1")).isNull();
          assertThat(sources.reservedPrefix("hub")).isNull();
          assertThat(sources.named("orders").mapping().ids().of("hub:1"))
              .startsWith("orders:sha256-");
          return sources;
        });
  }
}
