package io.eventpipeline.admin.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventEditTest {
  private static final String HEAD = "{\"id\":\"e-1\",\"userId\":\"ann\",\"type\":\"t\",";
  private static final DeadLetter WITH_SEQ =
      letter(HEAD + "\"payload\":{\"seq\":3},\"timestamp\":5}");

  private static DeadLetter letter(String record) {
    return new DeadLetter(
        "e-1", Map.of("payload", record, "encoding", "utf8", "recordTimestamp", "77"));
  }

  @Test
  void a_payload_is_replaced_and_nothing_else() {
    Edited edited = EventEdit.payload(WITH_SEQ, "{\"seq\":3,\"a\":[1]}".getBytes(UTF_8));
    assertThat(text(edited)).isEqualTo(HEAD + "\"payload\":{\"seq\":3,\"a\":[1]},\"timestamp\":5}");
  }

  @Test
  void the_time_of_the_event_stays() {
    DeadLetter letter = letter(HEAD + "\"payload\":{},\"timestamp\":5,\"ts\":4}");
    assertThat(event(EventEdit.payload(letter, "{\"a\":1}".getBytes(UTF_8))).time()).isEqualTo(4);
  }

  @Test
  void the_time_of_a_record_without_one_stays() {
    DeadLetter letter = letter(HEAD + "\"payload\":{}}");
    assertThat(event(EventEdit.payload(letter, "{\"a\":1}".getBytes(UTF_8))).timestamp())
        .isEqualTo(77);
  }

  @Test
  void a_seq_that_is_plain_data_may_change() {
    DeadLetter letter =
        letter(HEAD + "\"payload\":{\"seq\":\"x\"},\"timestamp\":5,\"unordered\":true}");
    Event event = event(EventEdit.payload(letter, "{\"seq\":9}".getBytes(UTF_8)));
    assertThat(event.seqOrZero()).isEqualTo(Event.NO_SEQ);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"seq\":4}; /payload/seq must stay 3",
        "{}; /payload/seq must stay 3",
        "{\"seq\":0}; /payload/seq must",
        "[1]; /payload must be a JSON object",
        "{\"seq\":3},\"userId\":\"bob\"; /payload must",
        "{\"seq\":3; /payload must be well-formed JSON"
      })
  void a_payload_is_refused_with_its_pointer(String payload, String why) {
    assertThat(EventEdit.payload(WITH_SEQ, payload.getBytes(UTF_8)))
        .isInstanceOf(Edited.Refused.class)
        .asString()
        .startsWith(why);
  }

  @Test
  void an_event_without_a_seq_gets_none() {
    DeadLetter letter = letter(HEAD + "\"payload\":{},\"timestamp\":5}");
    assertThat(EventEdit.payload(letter, "{\"seq\":1}".getBytes(UTF_8)))
        .hasToString("/payload/seq must stay absent");
  }

  @ParameterizedTest
  @CsvSource({
    "e-2,ann,3,/id must stay 'e-1'",
    "e-1,bob,3,/userId must stay 'ann'",
    "e-1,ann,4,/payload/seq must stay 3"
  })
  void an_edited_record_keeps_its_identity(String id, String user, int seq, String why) {
    String record =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"new\",\"payload\":{\"seq\":%d}}"
            .formatted(id, user, seq);
    assertThat(EventEdit.record(WITH_SEQ, record.getBytes(UTF_8))).hasToString(why);
  }

  @Test
  void an_edited_record_may_have_another_type() {
    byte[] record =
        "{\"id\":\"e-1\",\"userId\":\"ann\",\"type\":\"new\",\"payload\":{\"seq\":3}}"
            .getBytes(UTF_8);
    assertThat(event(EventEdit.record(WITH_SEQ, record)).type()).isEqualTo("new");
  }

  @Test
  void a_record_without_an_event_is_fixed_and_not_edited() {
    assertThat(EventEdit.payload(letter("no json"), "{}".getBytes(UTF_8)).toString())
        .contains("fix it");
  }

  private static String text(Edited edited) {
    return new String(((Edited.Accepted) edited).record(), UTF_8);
  }

  private static Event event(Edited edited) {
    return ((Parsed.Valid<Event>) EventReader.event(((Edited.Accepted) edited).record(), 77))
        .value();
  }
}
