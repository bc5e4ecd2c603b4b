package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a body of {@code POST /events} is read. */
class SentEventsTest {
  /** 2026-11-26T12:00:00Z. */
  private static final long NOW = 1_795_694_400_000L;

  private static final String OWN = "'userId':'u','type':'t','payload':{'a':1}";
  private static final String CLICK = "'event_id':'e','user_id':'u','type':'t','ts':" + NOW;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1795694280000",
        "1795694520000",
        "'2026-11-26T11:58:00Z'",
        "'2026-11-26T14:02+02:00'"
      })
  void a_time_within_two_minutes_is_taken(String ts) {
    long expected = ts.contains("80000") || ts.contains("11:58") ? NOW - 120_000 : NOW + 120_000;

    assertThat(valid(one("{" + OWN + ",'ts':" + ts + "}")).ts()).isEqualTo(expected);
    assertThat(valid(items("[{" + click(ts) + "}]").getFirst()).ts()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1795694279999", "1795694520001", "'2026-11-26T11:57:59.999Z'", "0", "-1"})
  void a_time_farther_away_is_refused(String ts) {
    String far = "must be within 120 s of the server's clock";

    assertThat(errors(one("{" + OWN + ",'ts':" + ts + "}")))
        .containsExactly(new FieldError("/ts", far));
    assertThat(errors(items("[{" + click(ts) + "}]").getFirst()))
        .containsExactly(new FieldError("/0/ts", far));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "true", "1.5", "'1795694400000'", "'2026-11-26T12:00:00'", "[]", "{}"})
  void a_time_that_is_none_is_refused(String ts) {
    FieldError error = new FieldError("/ts", "must be unix milliseconds, or ISO-8601 with offset");

    assertThat(errors(one("{" + OWN + ",'ts':" + ts + "}"))).containsExactly(error);
    assertThat(errors(items("[{" + click(ts) + "}]").getFirst()))
        .containsExactly(error.under("/0"));
  }

  @Test
  void a_typed_event_is_its_own_payload() {
    String event =
        " {'eventType':'OrderPlacedEvent', 'eventId':'o-1','timestamp':'2020-01-01T00:00:00Z',"
            + "'orderId':'17','userId':'ann','seq':4,'ts':'mine','payload':5}";

    EventDraft draft = valid(one(event));

    assertThat(draft.eventId()).isEqualTo("o-1");
    assertThat(draft.type()).isEqualTo("OrderPlacedEvent");
    assertThat(draft.userId()).isEqualTo("ann");
    assertThat(draft.ts()).isEqualTo(1_577_836_800_000L);
    assertThat(draft.seq()).isEqualTo(4);
    assertThat(draft.payload()).hasToString(json(event).strip());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'sku':'s','orderId':'o','userId':'u'     | u",
        "'sku':'s','orderId':'o'                  | o",
        "'orderId':'o','sku':'s'                  | o",
        "'sku':'s'                                | s",
        "'userId':null,'sku':{'a':1},'orderId':'o' | o",
        "'userId':'u','orderId':17                | u",
      })
  void the_user_of_a_typed_event_is_the_first_one_named(String members, String user) {
    assertThat(valid(one("{'eventType':'t'," + members + "}")).userId()).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'a':1                                 | /userId    | or orderId or sku is required",
        "'userId':7,'orderId':'o'              | /userId    | must be a string",
        "'orderId':{'a':1},'sku':'s'           | /orderId   | must be a string",
        "'userId':' '                          | /userId    | must not be blank",
        "'userId':'u','userId':'v'             | /userId    | must not occur twice",
        "'userId':'u','eventId':'a b'          | /eventId   | must have only A-Z a-z 0-9 . _ : -",
        "'userId':'u','timestamp':'yesterday'  | /timestamp | must be unix milliseconds, or"
            + " ISO-8601 with offset",
        "'userId':'u','seq':0                  | /seq       | must be an integer from 1 to"
            + " 9007199254740991",
      })
  void what_is_wrong_with_a_typed_event_is_named(String members, String pointer, String detail) {
    assertThat(errors(one("{'eventType':'t'," + members + "}")))
        .containsExactly(new FieldError(pointer, detail));
    assertThat(errors(batch("{'events':[{'eventType':'t'," + members + "}]}").getFirst()))
        .containsExactly(new FieldError("/events/0" + pointer, detail));
  }

  @Test
  void a_typed_event_is_as_deep_as_a_payload_may_be() {
    String inside = "[".repeat(98) + "]".repeat(98);

    assertThat(valid(one("{'eventType':'t','sku':'s','a':" + inside + "}")).userId())
        .isEqualTo("s");
    assertThat(errors(one("{'eventType':'t','sku':'s','a':[" + inside + "]}")))
        .containsExactly(new FieldError("", "must not make the event deeper than 100 levels"));
  }

  @Test
  void the_items_of_a_batch_are_own_or_typed_each_for_itself() {
    String typed = "{'eventType':'x', 'sku':'s'}";

    List<Parsed<EventDraft>> items =
        batch("{'events':[{" + OWN + "}," + typed + ",{" + CLICK + "},{" + OWN + "}]}");

    assertThat(valid(items.get(0)).payload()).hasToString(json("{'a':1}"));
    assertThat(valid(items.get(1)).payload()).hasToString(json(typed));
    assertThat(errors(items.get(2))).contains(new FieldError("/events/2/userId", "is required"));
    assertThat(valid(items.get(3)).type()).isEqualTo("t");
  }

  @Test
  void analytics_events_are_read_one_by_one() {
    List<Parsed<EventDraft>> items =
        items(
            "[{"
                + CLICK
                + ",'payload':{'seq':2}}, 7, {'event_id':'b','userId':'u'},{"
                + CLICK
                + "}]");

    assertThat(valid(items.get(0)))
        .isEqualTo(
            new EventDraft("e", "u", "t", 2, valid(items.get(0)).payload(), null, NOW, false));
    assertThat(errors(items.get(1))).containsExactly(new FieldError("/1", "must be an object"));
    assertThat(errors(items.get(2)))
        .extracting(FieldError::pointer)
        .containsExactly("/2/user_id", "/2/type", "/2/ts");
    assertThat(((Parsed.Invalid<EventDraft>) items.get(2)).eventId()).isEqualTo("b");
    assertThat(valid(items.get(3)).payload()).hasToString("{}");
  }

  @Test
  void an_analytics_event_may_come_alone() {
    assertThat(read("{" + CLICK + "}"))
        .isInstanceOfSatisfying(
            SentEvents.Analytics.class,
            sent -> {
              assertThat(sent.alone()).isTrue();
              assertThat(((Parsed.Valid<List<Parsed<EventDraft>>>) sent.events()).value())
                  .hasSize(1);
            });
    assertThat(read("[{" + CLICK + "}]"))
        .isInstanceOfSatisfying(
            SentEvents.Analytics.class, sent -> assertThat(sent.alone()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[]             | must have at least 1 item",
        "[{}] 7         | must have nothing after the JSON array",
        "[{]            | must be well-formed JSON: it cannot be read at line 1, column 3",
      })
  void a_bad_list_is_refused_as_a_whole(String body, String detail) {
    SentEvents.Analytics sent = (SentEvents.Analytics) read(body);

    assertThat(((Parsed.Invalid<?>) sent.events()).errors())
        .containsExactly(new FieldError("", detail));
  }

  @Test
  void a_list_has_at_most_a_thousand_events() {
    String events = ("{" + CLICK + "},").repeat(1000);

    assertThat(items("[" + events.substring(0, events.length() - 1) + "]")).hasSize(1000);
    assertThat(((SentEvents.Analytics) read("[" + events + "{}]")).events())
        .isEqualTo(Parsed.invalid("", "must have at most 1000 items"));
  }

  private static String click(String ts) {
    return CLICK.replace(":" + NOW, ":" + ts);
  }

  private static SentEvents read(String body) {
    return EventReader.sent(json(body).getBytes(UTF_8), NOW);
  }

  private static Parsed<EventDraft> one(String body) {
    return ((SentEvents.One) read(body)).event();
  }

  private static List<Parsed<EventDraft>> items(String body) {
    SentEvents.Analytics sent = (SentEvents.Analytics) read(body);
    return ((Parsed.Valid<List<Parsed<EventDraft>>>) sent.events()).value();
  }

  private static List<Parsed<EventDraft>> batch(String body) {
    Parsed<List<Parsed<EventDraft>>> batch = EventReader.batch(json(body).getBytes(UTF_8), NOW);
    return ((Parsed.Valid<List<Parsed<EventDraft>>>) batch).value();
  }

  private static EventDraft valid(Parsed<EventDraft> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<EventDraft>) parsed).value();
  }

  private static List<FieldError> errors(Parsed<EventDraft> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    return ((Parsed.Invalid<EventDraft>) parsed).errors();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
