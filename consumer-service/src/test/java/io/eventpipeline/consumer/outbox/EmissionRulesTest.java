package io.eventpipeline.consumer.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmissionRulesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private static Event event(String payload) {
    byte[] json =
        "{\"id\":\"e1\",\"userId\":\"ann\",\"type\":\"order.created\",\"payload\":%s,\"timestamp\":1000}"
            .formatted(payload)
            .getBytes(StandardCharsets.UTF_8);
    return switch (EventReader.event(json, 1)) {
      case Parsed.Valid<Event>(Event valid) -> valid;
      case Parsed.Invalid<Event> invalid -> throw new AssertionError(invalid);
    };
  }

  private EmissionRules rules(PropertySource settings) {
    try (ApplicationContext context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .propertySources(settings)
            .enableDefaultPropertySources(false)
            .build()) {
      context.getEnvironment().start();
      return new EmissionRules(
          new RuleReader(context.getEnvironment()).read(),
          new Meters<>(registry, ConsumerMetric.class));
    }
  }

  private EmissionRules rule(Map<String, Object> fields) {
    return rules(PropertySource.of("test", Map.of("outbox.rules", List.of(fields))));
  }

  private EmissionRules title(String title) {
    return rule(Map.of("type", "order.created", "title", title));
  }

  @Test
  void a_rule_makes_a_notification_of_an_event() {
    EmissionRules rules =
        rule(
            Map.of(
                "type", "order.created",
                "channel", "push",
                "title", "Order {payload.order.id}",
                "body", "Thank you, {payload.name|customer}",
                "data", Map.of("seq", "{seq}"),
                "topic", "orders",
                "expires", "10m"));
    assertThat(rules.types()).containsExactly("order.created");
    assertThat(rules.emissions(event("{\"seq\":3,\"order\":{\"x\":[1],\"id\":7}}")))
        .containsExactly(
            new Emission(
                "push",
                "{\"eventId\":\"e1\",\"userId\":\"ann\",\"type\":\"order.created\","
                    + "\"title\":\"Order 7\",\"body\":\"Thank you, customer\","
                    + "\"data\":{\"seq\":\"3\"},\"topic\":\"orders\",\"expiresAt\":601000}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{payload.a} ~ {\"a\":\"x\"} ~ x",
        "{payload.a} ~ {\"a\":1.50} ~ 1.50",
        "{payload.a} ~ {\"a\":true} ~ true",
        "{payload.a|none} ~ {\"a\":null} ~ none",
        "{payload.a|none} ~ {\"a\":{\"b\":1}} ~ none",
        "{payload.a.b}! ~ {\"a\":{\"b\":\"y\"}} ~ y!",
        "{userId}{type} ~ {} ~ annorder.created",
        "{timestamp} ~ {} ~ 1000",
        "no placeholder ~ {} ~ no placeholder",
      })
  void a_placeholder_stands_for_a_value(String template, String payload, String title) {
    assertThat(title(template).emissions(event(payload)).getFirst().json())
        .contains("\"title\":\"" + title + "\"");
  }

  @Test
  void without_a_value_there_is_no_notification() {
    assertThat(title("{payload.a}").emissions(event("{}"))).isEmpty();
    assertThat(title("{payload.a|}").emissions(event("{}"))).as("blank").isEmpty();
    assertThat(registry.counter("consumer.rules.without.value").count()).isEqualTo(2);
  }

  @Test
  void a_long_text_is_cut_at_a_code_point() {
    String smile = "\uD83D\uDE00";
    String json =
        title("{payload.a}")
            .emissions(event("{\"a\":\"%s\"}".formatted(smile.repeat(500))))
            .getFirst()
            .json();
    assertThat(json).contains(smile + "…\"").doesNotContain("\uFFFD");
    assertThat(json.getBytes(StandardCharsets.UTF_8).length).isLessThan(4_096);
  }

  @Test
  void rules_come_from_properties_and_variables_too() {
    EmissionRules properties =
        rules(
            PropertySource.of(
                "test",
                Map.of(
                    "outbox.rules[0].type", "a",
                    "outbox.rules[0].title", "A",
                    "outbox.rules[1].type", "b",
                    "outbox.rules[1].title", "B",
                    "outbox.rules[1].data.k", "v")));
    assertThat(properties.types()).containsExactlyInAnyOrder("a", "b");
    // The framework's own source of variables turns OUTBOX_RULES_0_TYPE into this name.
    EmissionRules variables =
        rules(
            PropertySource.of(
                "test",
                Map.of(
                    "OUTBOX_RULES[0]TYPE", "order.created",
                    "OUTBOX_RULES[0]TITLE", "Order",
                    "OUTBOX_RULES[0]CHANNEL", "push",
                    "OUTBOX_RULES[0]BODY", "Of {userId}",
                    "OUTBOX_RULES[0]TOPIC", "orders",
                    "OUTBOX_RULES[0]DATA_SEQ", "{seq|0}"),
                PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE));
    assertThat(variables.emissions(event("{}")).getFirst().json())
        .contains("\"title\":\"Order\"", "\"data\":{\"seq\":\"0\"}", "\"topic\":\"orders\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title   |              | outbox.rules[0].title is required",
        "type    |              | outbox.rules[0].type is required",
        "channel | mail         | outbox.rules[0].channel must be push: mail",
        "title   | {payload.a   | outbox.rules[0].title must close each { with }: {payload.a",
        "body    | {name}       | outbox.rules[0].body must name eventId, userId, type, seq,",
        "expires | soon         | outbox.rules[0].expires must be a duration above 0 such as 10m:"
            + " soon",
        "colour  | red          | outbox.rules[0].colour is unknown; a rule has body, channel,"
            + " data,",
      })
  void a_wrong_rule_stops_the_start(String field, String value, String line) {
    Map<String, Object> fields = new HashMap<>(Map.of("type", "t", "title", "T"));
    fields.put(field, value == null ? "" : value);
    assertThatThrownBy(() -> rule(fields))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(line);
  }
}
