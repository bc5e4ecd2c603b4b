package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventWriter;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of other producers, in other forms than ours. */
class RecordFormsTest {
  private static final long LOG_TIME = 1_700_000_000_000L;
  private static final String CLOUD_EVENT =
      "{'specversion':'1.0','id':'e','source':'/s','type':'t','partitionkey':'u','sequence':'007',"
          + "'time':'2020-01-01T00:00:00Z', 'data':{'a' : 1}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'eventType':'t','eventId':'e','orderId':'u', 'seq':7,'timestamp':1577836800000}",
        "{'eventId':'e','sku':'u', 'timestamp':null, 'eventType':'t' }",
      })
  void a_typed_event_is_the_same_over_http_and_straight_in_kafka(String event) {
    byte[] body = json(event);

    assertThat(comparable(straight(body, false)))
        .isEqualTo(comparable(overHttp(EventReader.draft(body, 0))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_cloud_event_is_the_same_over_http_and_straight_in_kafka(boolean header) {
    byte[] body = json(CLOUD_EVENT);

    Event event = straight(body, header);

    assertThat(comparable(event)).isEqualTo(comparable(overHttp(CloudEventJson.draft(body))));
    assertThat(event.time()).isEqualTo(1_577_836_800_000L);
    assertThat(event.seq()).hasValue(7);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'eventType':'t','userId':'u'}                    | false | /eventId",
        "{'eventType':'t','eventId':'e'}                   | false | /userId",
        "{'specversion':'1.0','source':'/s','type':'t','subject':'u'} | false | /id",
        "{'specversion':'0.3','id':'e','source':'/s','type':'t','subject':'u'} | true |"
            + " /specversion",
        "{'id':'e','userId':'u','type':'t','payload':{}}   | true  | /specversion",
        "{'event_id':'e','user_id':'u','type':'t','ts':1}  | false | /id",
      })
  void a_record_of_another_form_is_checked_by_its_rules(
      String record, boolean header, String pointer) {
    assertThat(EventReader.event(json(record), header, LOG_TIME))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            bad -> assertThat(((FieldError) bad.errors().getFirst()).pointer()).isEqualTo(pointer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'eventType':'x'", "'specversion':'1.0'", "'event_id':'x'", "'sku':'s'"})
  void our_own_form_stays_ours_whatever_else_it_holds(String member) {
    byte[] record = json("{" + member + ",'id':'e','userId':'u','type':'t','payload':{}}");

    assertThat(straight(record, false).type()).isEqualTo("t");
  }

  /** What must be equal: all but the time of acceptance, which is another one. */
  private static Object comparable(Event event) {
    return new Event(
            event.id(), event.userId(), event.type(), event.seqOrZero(), event.payload(), 0)
        + event.payload().toString();
  }

  private static Event straight(byte[] record, boolean header) {
    return value(EventReader.event(record, header, LOG_TIME));
  }

  private static Event overHttp(Parsed<EventDraft> parsed) {
    EventDraft draft = value(parsed);
    byte[] record = EventWriter.record(String.valueOf(draft.eventId()), draft, 5);
    return value(EventReader.event(record, LOG_TIME));
  }

  private static <T> T value(Parsed<T> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<T>) parsed).value();
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
