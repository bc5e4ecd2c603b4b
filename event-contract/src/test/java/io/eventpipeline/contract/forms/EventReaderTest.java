package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final String NAME = "must be a string";
  private static final String SEQ = "must be an integer from 1 to 9007199254740991";

  @Test
  void reads_every_field_of_a_draft() {
    EventDraft draft =
        valid("{\"eventId\":\"a-1\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"seq\":7}}");

    assertThat(draft.eventId()).isEqualTo("a-1");
    assertThat(draft.userId()).isEqualTo("ann");
    assertThat(draft.type()).isEqualTo("t");
    assertThat(draft.seq()).isEqualTo(7);
    assertThat(draft.payload()).hasToString("{\"seq\":7}");
  }

  @Test
  void leaves_out_what_a_draft_may_leave_out() {
    EventDraft draft = valid("{\"userId\":\"ann\",\"type\":\"t\",\"payload\":{}}");

    assertThat(draft.eventId()).isNull();
    assertThat(draft.seq()).isEqualTo(Event.NO_SEQ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ \"a\" : [ 1 , {\"b\":null} ] }",
        "{\n\t\"x\": \"}{\\\"\" }",
        "{\"ключ\":\"значение 🎉\",\"emoji\":\"\\ud83c\\udf89\"}",
        "{\"seq\":1,\"deep\":{\"seq\":\"not mine\"}}",
        "{\"big\":1e400,\"long\":123456789012345678901234567890}",
      })
  void keeps_the_payload_byte_for_byte_wherever_it_stands(String payload) {
    for (String before : new String[] {"", "\"note\":\"ü🎉\", "}) {
      for (String space : new String[] {"", " ", "\r\n\t  "}) {
        String body =
            space
                + "{"
                + before
                + "\"payload\":"
                + space
                + payload
                + space
                + ",\"userId\":\"ü\",\"type\":\"t\""
                + space
                + "}"
                + space;

        EventDraft draft = valid(body);

        assertThat(draft.payload()).hasToString(payload);
        assertThat(draft.payload().toBytes()).isEqualTo(payload.getBytes(UTF_8));
        assertThat(draft.payload().length()).isEqualTo(payload.getBytes(UTF_8).length);
      }
    }
  }

  @Test
  void ignores_fields_it_does_not_know() {
    EventDraft draft =
        valid(
            "{\"x\":[[{}]],\"userId\":\"ann\",\"x\":1,\"type\":\"t\",\"timestamp\":\"no matter\","
                + "\"id\":7,\"payload\":{}}");

    assertThat(draft.userId()).isEqualTo("ann");
  }

  @Test
  void knows_a_field_whose_name_is_written_with_escapes() {
    EventDraft draft =
        valid("{\"\\u0075serId\":\"ann\",\"type\":\"t\",\"payload\":{\"\\u0073eq\":3}}");

    assertThat(draft.userId()).isEqualTo("ann");
    assertThat(draft.seq()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0} -> {1} {2}")
  @MethodSource
  void names_the_field_that_is_wrong(String body, String pointer, String detail) {
    assertThat(EventReader.draft(body.getBytes(UTF_8), 0))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid -> assertThat(invalid.errors()).contains(new FieldError(pointer, detail)));
  }

  static Stream<Arguments> names_the_field_that_is_wrong() {
    String required = "is required";
    String twice = "must not occur twice";
    String blank = "must not be blank";
    String ascii = "must have only A-Z a-z 0-9 . _ : -";
    String object = "must be an object";
    return Stream.of(
        row("{}", "/userId", required),
        row("{}", "/type", required),
        row("{}", "/payload", required),
        row(with("\"userId\":1"), "/userId", NAME),
        row(with("\"userId\":null"), "/userId", NAME),
        row(with("\"userId\":{\"userId\":\"a\"}"), "/userId", NAME),
        row(with("\"userId\":\"\""), "/userId", blank),
        row(with("\"userId\":\" \\t\\u00a0\\u3000\""), "/userId", blank),
        row(with("\"userId\":\"" + "x".repeat(257) + "\""), "/userId", atMost(256)),
        row(with("\"userId\":\"\\ud800\""), "/userId", "must be well-formed Unicode"),
        row(with("\"userId\":\"ok\\udc00ok\""), "/userId", "must be well-formed Unicode"),
        row(with("\"userId\":\"a\",\"userId\":\"a\""), "/userId", twice),
        row(with("\"type\":true"), "/type", NAME),
        row(with("\"type\":[]"), "/type", NAME),
        row(with("\"type\":\"\\n\""), "/type", blank),
        row(with("\"type\":\"" + "🎉".repeat(257) + "\""), "/type", atMost(256)),
        row(with("\"eventId\":null"), "/eventId", NAME),
        row(with("\"eventId\":7"), "/eventId", NAME),
        row(with("\"eventId\":\"\""), "/eventId", "must have 1 to 128 characters"),
        row(with("\"eventId\":\"" + "x".repeat(129) + "\""), "/eventId", oneTo(128)),
        row(with("\"eventId\":\"a b\""), "/eventId", ascii),
        row(with("\"eventId\":\"a~b\""), "/eventId", ascii),
        row(with("\"eventId\":\"ä\""), "/eventId", ascii),
        row(with("\"eventId\":\"a/b\""), "/eventId", ascii),
        row(with("\"eventId\":\"list\""), "/eventId", "must not be 'list', which is reserved"),
        row(
            with("\"eventId\":\".\""),
            "/eventId",
            "must not be '.', which clients drop from a URL"),
        row(
            with("\"eventId\":\"\\u002e.\""),
            "/eventId",
            "must not be '..', which clients drop from a URL"),
        row(with("\"payload\":null"), "/payload", object),
        row(with("\"payload\":[{}]"), "/payload", object),
        row(with("\"payload\":\"{}\""), "/payload", object),
        row(with("\"payload\":{},\"payload\":{}"), "/payload", twice),
        row(with("\"payload\":{\"seq\":0}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":-0}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":-1}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":1.0}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":1e0}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":\"1\"}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":null}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":true}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":{\"seq\":1}}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":[1]}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":9007199254740992}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":18446744073709551617}"), "/payload/seq", SEQ),
        row(with("\"payload\":{\"seq\":1,\"seq\":2}"), "/payload/seq", twice),
        row(with("\"payload\":" + nested(100)), "/payload", tooDeep()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 9007199254740990L, 9007199254740991L})
  void takes_a_seq_up_to_the_greatest_exact_integer(long seq) {
    assertThat(valid(with("\"payload\":{\"seq\":" + seq + "}")).seq()).isEqualTo(seq);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "List", "list.", "a.b_c:d-E9", "0", "...", ".a", "a..", ":", "-"})
  void takes_an_id_of_the_alphabet(String id) {
    assertThat(valid(with("\"eventId\":\"" + id + "\"")).eventId()).isEqualTo(id);
  }

  @Test
  void takes_names_and_ids_of_the_greatest_length_and_payloads_of_the_greatest_depth() {
    assertThat(valid(with("\"eventId\":\"" + "x".repeat(128) + "\"")).eventId()).hasSize(128);
    assertThat(valid(with("\"userId\":\"" + "🎉".repeat(256) + "\"")).userId()).hasSize(512);
    assertThat(valid(with("\"payload\":" + nested(99))).payload().length()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "null",
        "[]",
        "\"{}\"",
        "1",
        "{\"userId\"}",
        "{\"userId\":}",
        "{'userId':'a'}",
        "{userId:\"a\"}",
        "{\"userId\":\"a\",}",
        "{\"payload\":{\"a\":01}}",
        "{\"payload\":{\"a\":NaN}}",
        "{\"payload\":{\"a\":\"\t\"}}",
        "{\"payload\":{\"a\":\"\\x\"}}",
        "{\"payload\":{\"a\":[1,2}}",
        "{\"payload\":{\"a\":tru}}",
        "{} {}",
        "{}]",
        "{} x",
        "/* c */ {}",
        "{} // c",
        "\ufeff{}",
      })
  void refuses_what_is_no_single_json_object(String body) {
    assertThat(refusalOf(body.getBytes(UTF_8)).pointer()).isEmpty();
  }

  @Test
  void refuses_text_after_an_event_that_is_valid() {
    byte[] body = (with("\"userId\":\"a\"") + " {}").getBytes(UTF_8);

    assertThat(refusalOf(body).detail()).isEqualTo("must have nothing after the JSON object");
  }

  @Test
  void refuses_other_encodings_than_utf_8() {
    assertThat(refusalOf(with("\"userId\":\"a\"").getBytes(UTF_16LE)).pointer()).isEmpty();
    assertThat(refusalOf(with("\"userId\":\"ä\"").getBytes(ISO_8859_1)).pointer()).isEmpty();
  }

  /** Overlong forms, encoded surrogates, cut sequences: in a string that nobody decodes. */
  @ParameterizedTest
  @ValueSource(strings = {"c0 80", "c0 af", "ed a0 80", "f5 80 80 80", "e2 82", "ff", "80"})
  void refuses_bytes_that_are_no_utf_8(String hex) {
    String bytes = new String(hexBytes(hex), ISO_8859_1);
    byte[] body = with("\"payload\":{\"a\":\"" + bytes + "\"}").getBytes(ISO_8859_1);

    assertThat(refusalOf(body).detail()).isEqualTo("must be well-formed UTF-8");
  }

  @Test
  void never_repeats_the_body_in_an_error() {
    byte[] body = "{\"userId\":\"a\",\"<script>\":&secret}".getBytes(UTF_8);

    assertThat(refusalOf(body).detail())
        .isEqualTo("must be well-formed JSON: it cannot be read at line 1, column 26");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1001, 100_000})
  void says_where_a_text_ends_too_early_however_deep_that_is(int levels) {
    assertThat(refusalOf(("{\"a\":" + "[".repeat(levels)).getBytes(UTF_8)).detail())
        .isEqualTo("must be well-formed JSON: it ends too early at line 1, column " + (levels + 6));
    assertThat(refusalOf(("{\n\"a\":" + "[".repeat(levels) + "}").getBytes(UTF_8)).detail())
        .contains("it cannot be read at line 2, column");
  }

  /** Longer than what Jackson takes unless it is told otherwise. */
  @ParameterizedTest
  @MethodSource("unusual")
  void takes_legal_json_of_any_size(String value) {
    String payload = "{\"a\":" + value + ",\"seq\":5}";

    assertThat(valid(with("\"payload\":" + payload)).payload()).hasToString(payload);
    assertThat(valid(with("\"payload\":" + payload)).seq()).isEqualTo(5);
    assertThat(valid(with("\"note\":[" + value + "]")).userId()).isEqualTo("u");
  }

  static Stream<String> unusual() {
    return Stream.of(
        "1".repeat(1001),
        "-" + "1".repeat(100_000),
        "0." + "1".repeat(1001) + "e-" + "1".repeat(1001),
        "\"" + "x".repeat(20_000_001) + "\"",
        "{\"" + "x".repeat(50_001) + "\":1}",
        "{\"" + "\\u00fc".repeat(50_001) + "\":1}");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 1000, 1001, 500_000})
  void names_the_limit_that_a_payload_is_too_deep_for_and_ignores_depth_elsewhere(int levels) {
    assertThat(refusalOf(with("\"payload\":" + nested(levels)).getBytes(UTF_8)))
        .isEqualTo(new FieldError("/payload", tooDeep()));
    assertThat(valid(with("\"note\":" + nested(levels))).userId()).isEqualTo("u");
    assertThat(refusalOf(with("\"userId\":" + nested(levels)).getBytes(UTF_8)))
        .isEqualTo(new FieldError("/userId", NAME));
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void names_the_field_that_is_not_what_it_must_be_however_long_it_is(String value) {
    assertThat(refusalOf(with("\"userId\":[" + value + "]").getBytes(UTF_8)))
        .isEqualTo(new FieldError("/userId", NAME));
    assertThat(refusalOf(with("\"payload\":{\"seq\":[" + value + "]}").getBytes(UTF_8)))
        .isEqualTo(new FieldError("/payload/seq", SEQ));
  }

  @Test
  void names_a_seq_and_a_user_id_that_are_too_long() {
    String seq = "9".repeat(2000);

    assertThat(refusalOf(with("\"payload\":{\"seq\":" + seq + "}").getBytes(UTF_8)))
        .isEqualTo(new FieldError("/payload/seq", SEQ));
    assertThat(refusalOf(with("\"userId\":\"" + "x".repeat(20_000_001) + "\"").getBytes(UTF_8)))
        .isEqualTo(new FieldError("/userId", atMost(256)));
  }

  @Test
  void names_an_error_once_however_often_it_occurs() {
    byte[] body = ("{" + "\"userId\":1,".repeat(1000) + "\"type\":2}").getBytes(UTF_8);

    var invalid = (Parsed.Invalid<EventDraft>) EventReader.draft(body, 0);

    assertThat(invalid.errors()).hasSizeLessThan(8).doesNotHaveDuplicates();
  }

  @Test
  void tells_the_id_of_an_invalid_event_if_it_is_legal() {
    assertThat(EventReader.draft("{\"eventId\":\"e1\"}".getBytes(UTF_8), 0))
        .isInstanceOfSatisfying(Parsed.Invalid.class, i -> assertThat(i.eventId()).isEqualTo("e1"));
    assertThat(EventReader.draft("{\"eventId\":\"e 1\"}".getBytes(UTF_8), 0))
        .isInstanceOfSatisfying(Parsed.Invalid.class, i -> assertThat(i.eventId()).isNull());
  }

  private static EventDraft valid(String body) {
    Parsed<EventDraft> parsed = EventReader.draft(body.getBytes(UTF_8), 0);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<EventDraft>) parsed).value();
  }

  private static FieldError refusalOf(byte[] body) {
    Parsed<EventDraft> parsed = EventReader.draft(body, 0);
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    return ((Parsed.Invalid<EventDraft>) parsed).errors().getFirst();
  }

  /** A valid event but for the fields given, which come in place of the usual ones. */
  private static String with(String fields) {
    String usual = "";
    for (String field : new String[] {"\"userId\":\"u\"", "\"type\":\"t\"", "\"payload\":{}"}) {
      if (!fields.startsWith(field.substring(0, field.indexOf(':')))) {
        usual += "," + field;
      }
    }
    return "{" + fields + usual + "}";
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }

  private static byte[] hexBytes(String hex) {
    return java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
  }

  private static String atMost(int characters) {
    return "must have at most " + characters + " characters";
  }

  private static String oneTo(int characters) {
    return "must have 1 to " + characters + " characters";
  }

  private static String tooDeep() {
    return "must not make the event deeper than 100 levels";
  }

  private static Arguments row(String body, String pointer, String detail) {
    return Arguments.of(body, pointer, detail);
  }
}
