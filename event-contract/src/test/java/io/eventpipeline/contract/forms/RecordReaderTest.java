package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
  private static final long LOG_TIME = 1_700_000_000_000L;

  @Test
  void reads_every_field_of_a_record() {
    Parsed<Event> parsed =
        read(
            "{\"id\":\"e1\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"seq\":2},\"timestamp\":5}");

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> {
              var event = (Event) valid.value();
              assertThat(event.id()).isEqualTo("e1");
              assertThat(event.seq()).hasValue(2);
              assertThat(event.timestamp()).isEqualTo(5);
              assertThat(event.payload()).hasToString("{\"seq\":2}");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", ",\"timestamp\":null", ",\"eventId\":7"})
  void takes_the_time_of_the_log_where_the_record_has_none(String field) {
    Parsed<Event> parsed =
        read("{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}" + field + "}");

    assertThat(((Parsed.Valid<Event>) parsed).value().timestamp()).isEqualTo(LOG_TIME);
  }

  @Test
  void takes_the_time_of_the_event_from_ts_and_else_the_timestamp() {
    String event = "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}";

    assertThat(value(event + ",\"timestamp\":5,\"ts\":-7}"))
        .extracting(Event::timestamp, Event::time)
        .containsExactly(5L, -7L);
    assertThat(value(event + ",\"timestamp\":5,\"ts\":null}").time()).isEqualTo(5);
    assertThat(value(event + "}").time()).isEqualTo(LOG_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "\"x\"", "1.5,\"seq\":3"})
  void takes_any_seq_of_an_unordered_event_as_data(String seq) {
    String event = "\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"seq\":" + seq + "}";

    assertThat(value("{\"unordered\":true," + event + "}").seq()).isEmpty();
    assertThat(value("{" + event + ",\"unordered\":true}").seq()).isEmpty();
    assertThat(value("{\"unordered\":true," + event + "}").payload())
        .hasToString("{\"seq\":" + seq + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "null"})
  void keeps_the_order_of_an_event_that_is_not_unordered(String unordered) {
    assertThat(
            value(
                    "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"seq\":2},\"unordered\":"
                        + unordered
                        + "}")
                .seq())
        .hasValue(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}                               | /id",
        "{\"eventId\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}             | /id",
        "{\"id\":\"list\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}               | /id",
        "{\"id\":\".\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}                  | /id",
        "{\"id\":\"..\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}                 | /id",
        "{\"id\":\"e\",\"id\":\"f\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}     | /id",
        "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{},\"timestamp\":-1} |"
            + " /timestamp",
        "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{},\"timestamp\":\"5\"} |"
            + " /timestamp",
        "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{},\"timestamp\":{}} |"
            + " /timestamp",
        "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{},\"unordered\":1}   |"
            + " /unordered",
        "{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{},\"ts\":1.5}         | /ts",
        "not json                                                                      | ''",
      })
  void refuses_what_is_no_event(String value, String pointer) {
    assertThat(read(value))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid ->
                assertThat(((FieldError) invalid.errors().getFirst()).pointer())
                    .isEqualTo(pointer));
  }

  /** Whatever the API takes is an event in the topic too, and the other way round. */
  @ParameterizedTest
  @MethodSource("io.eventpipeline.contract.forms.EventReaderTest#unusual")
  void judges_a_record_as_the_api_judges_an_event(String value) {
    String fields = "\"userId\":\"u\",\"type\":\"t\",\"payload\":";
    String payload = "{\"a\":" + value + "}";

    assertThat(read("{\"id\":\"e\"," + fields + payload + "}"))
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> assertThat(((Event) valid.value()).payload()).hasToString(payload));
  }

  @Test
  void names_the_limit_that_a_record_is_too_deep_for() {
    String deep = "[".repeat(2000) + "]".repeat(2000);

    assertThat(
            read("{\"id\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"a\":" + deep + "}}"))
        .isEqualTo(
            new Parsed.Invalid<Event>(
                List.of(
                    new FieldError("/payload", "must not make the event deeper than 100 levels")),
                "e"));
  }

  @Test
  void refuses_a_record_without_a_value() {
    assertThat(EventReader.event(null, LOG_TIME))
        .isEqualTo(
            new Parsed.Invalid<Event>(List.of(new FieldError("", "must not be null")), null));
    assertThat(EventReader.event(new byte[0], LOG_TIME)).isInstanceOf(Parsed.Invalid.class);
  }

  private static Event value(String value) {
    return ((Parsed.Valid<Event>) read(value)).value();
  }

  private static Parsed<Event> read(String value) {
    return EventReader.event(value.getBytes(UTF_8), LOG_TIME);
  }
}
