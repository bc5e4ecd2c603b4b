package io.eventpipeline.ingest.webhook;

import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.Parsed;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMappingTest {
  private static Parsed<EventDraft> read(String body, String... more) {
    Map<String, Object> settings = new HashMap<>();
    Map<String, String> fields = new HashMap<>();
    fields.put("scheme", "timestamped-hmac");
    fields.put("secrets", "0123456789abcdef");
    fields.put("type", "order.created");
    fields.put("user", "$.user_id | $.userId");
    fields.put("event-id", "$.event_id | $.eventId");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    fields.forEach((name, value) -> settings.put("webhooks.sources.shop." + name, value));
    return ConfiguredSources.source("shop", settings)
        .mapping()
        .event(bytes(body), TestHeaders.of());
  }

  private static EventDraft draft(String body, String... more) {
    Parsed<EventDraft> parsed = read(body, more);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<EventDraft>) parsed).value();
  }

  private static String error(String body, String... more) {
    Parsed<EventDraft> parsed = read(body, more);
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    var first = ((Parsed.Invalid<EventDraft>) parsed).errors().getFirst();
    return first.pointer() + " " + first.detail();
  }

  @Test
  void the_whole_body_is_the_payload_byte_for_byte_and_its_seq_plain_data() {
    String body = "{ \"event_id\":\"e1\",\r\n\"user_id\": 42, \"seq\":\"x\", \"a\":\"\\u00e9\" }";
    EventDraft draft = draft(body);
    assertThat(draft.eventId()).isEqualTo("shop:e1");
    assertThat(draft.userId()).isEqualTo("42");
    assertThat(draft.type()).isEqualTo("order.created");
    assertThat(draft.payload()).hasToString(body);
    assertThat(draft.unordered()).isTrue();
    assertThat(draft.seq()).isZero();
    assertThat(draft.ts()).isNull();
  }

  @Test
  void a_part_of_the_body_can_be_the_payload() {
    String body = "{\"event_id\":\"e\",\"userId\":\"u\",\"data\":{\"seq\":3, \"b\":[]}}";
    assertThat(draft(body, "payload", "$.data").payload()).hasToString("{\"seq\":3, \"b\":[]}");
    assertThat(draft(body, "payload", "$.none | $").payload()).hasToString(body);
    assertThat(error(body, "payload", "$.none")).isEqualTo("/none is required");
    assertThat(error(body, "payload", "$.userId")).isEqualTo("/userId must be an object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{};/user_id is required",
        "{\"user_id\":\"\",\"userId\":null};/user_id is required",
        "{\"user_id\":true};/user_id must be a string or an integer",
        "{\"user_id\":1.5};/user_id must be a string or an integer",
        "{\"user_id\":\" \"};/user_id the user must not be blank",
        "[];` must be a JSON object in UTF-8`",
      })
  void what_is_wrong_is_told_with_a_pointer_into_the_body(String body, String line) {
    String full = body.equals("{}") ? "{\"event_id\":\"e\"}" : body;
    assertThat(error(full.replace("{\"user", "{\"event_id\":\"e\",\"user"))).isEqualTo(line);
  }

  @Test
  void errors_in_the_payload_point_into_the_body() {
    String body = "{\"event_id\":\"e\",\"user_id\":\"u\",\"n\":5,\"data\":{\"deep\":%s}}";
    String deep = "[".repeat(100) + "]".repeat(100);
    assertThat(error(body.formatted(deep), "payload", "$.data"))
        .isEqualTo("/data must not make the event deeper than 100 levels");
    assertThat(error(body.formatted(deep))).contains(" must not make the event deeper than");
  }

  @Test
  void a_mapped_seq_is_put_into_the_payload() {
    String body = "{\"event_id\":\"e\",\"user_id\":\"u\",\"n\":%s,\"data\":%s}";
    String[] seq = {"seq", "$.n", "payload", "$.data"};
    EventDraft draft = draft(body.formatted("5", "{\"a\":1}"), seq);
    assertThat(draft.payload()).hasToString("{\"seq\":5,\"a\":1}");
    assertThat(draft.seq()).isEqualTo(5);
    assertThat(draft.unordered()).isFalse();
    assertThat(draft(body.formatted("\"7\"", "{ }"), seq).payload()).hasToString("{\"seq\":7 }");
    assertThat(draft(body.formatted("5", "{\"seq\":5}"), seq).payload()).hasToString("{\"seq\":5}");
    for (String other : new String[] {"6", "\"5\"", "null", "5.0", "{}", "\"\""}) {
      assertThat(error(body.formatted("5", "{\"seq\":" + other + "}"), seq))
          .isEqualTo("/data/seq must be absent or equal the mapped seq");
    }
    for (String wrong : new String[] {"0", "-1", "\"x\"", "9007199254740992", "\"05\""}) {
      assertThat(error(body.formatted(wrong, "{}"), seq))
          .isEqualTo("/n must be an integer from 1 to 9007199254740991");
    }
    assertThat(error(body.formatted("1.5", "{}"), seq))
        .isEqualTo("/n must be a string or an integer");
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000,1700000000000",
    "1700000000123,1700000000123",
    "\"1700000000\",1700000000000",
    "\"2023-11-14T22:13:20Z\",1700000000000",
    "\"2023-11-14T23:13:20.5+01:00\",1700000000500",
  })
  void a_mapped_time_becomes_the_events_time(String time, long millis) {
    String body = "{\"event_id\":\"e\",\"user_id\":\"u\",\"at\":" + time.replace("'", "\"") + "}";
    assertThat(draft(body, "time", "$.at").ts()).isEqualTo(millis);
  }

  @Test
  void a_time_that_is_none_is_an_error() {
    for (String time : new String[] {"\"today\"", "\"2023-11-14T22:13:20\"", "-1"}) {
      String body = "{\"event_id\":\"e\",\"user_id\":\"u\",\"at\":" + time + "}";
      assertThat(error(body, "time", "$.at")).startsWith("/at must be a time");
    }
    assertThat(error("{\"event_id\":\"e\",\"user_id\":\"u\"}", "time", "$.at"))
        .isEqualTo("/at is required");
  }

  @Property(tries = 300)
  void every_id_becomes_a_legal_one_always_the_same(@ForAll String id) {
    for (EventIds ids :
        new EventIds[] {
          new EventIds("gh", false, java.util.List.of()),
          new EventIds("orders", true, java.util.List.of("gh"))
        }) {
      assertThat(EventRules.checkId(ids.of(id))).isNull();
      assertThat(ids.of(id)).isEqualTo(ids.of(id));
    }
  }

  @Test
  void an_id_that_is_illegal_or_too_long_is_hashed() {
    EventIds gh = new EventIds("gh", false, java.util.List.of());
    assertThat(gh.of("x".repeat(125))).isEqualTo("gh:" + "x".repeat(125));
    assertThat(gh.of("x".repeat(126))).matches("gh:sha256-[A-Za-z0-9_-]{43}");
    assertThat(gh.of("a b")).matches("gh:sha256-[A-Za-z0-9_-]{43}").isNotEqualTo(gh.of("a  b"));
    EventIds orders = new EventIds("orders", true, java.util.List.of("gh"));
    assertThat(orders.of("list")).matches("orders:sha256-[A-Za-z0-9_-]{43}");
    assertThat(orders.of("gh:1")).matches("orders:sha256-[A-Za-z0-9_-]{43}");
    assertThat(orders.of("orders:1")).isEqualTo("orders:1");
  }
}
