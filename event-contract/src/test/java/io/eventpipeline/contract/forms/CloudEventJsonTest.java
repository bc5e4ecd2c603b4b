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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventJsonTest {
  private static final String STRING = "must be a string";

  @ParameterizedTest
  @ValueSource(strings = {"7", "-1", "7.5", "1e3", "true", "[]", "{\"a\":[\"x\"]}"})
  void an_attribute_that_is_no_string_is_refused_by_its_name(String value) {
    for (String name :
        List.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "dataschema",
            "datacontenttype",
            "partitionkey")) {
      String event = with("\"" + name + "\":" + value);
      assertThat(errors(alone(event))).containsExactly(new FieldError("/" + name, STRING));
      assertThat(errors(inBatch(event))).containsExactly(new FieldError("/1/" + name, STRING));
    }
  }

  @Test
  void a_sequence_may_be_an_integer_but_nothing_else() {
    assertThat(valid(with("\"sequence\":\"007\"")).seq()).isEqualTo(7);
    assertThat(valid(with("\"sequence\":7")).seq()).isEqualTo(7);
    for (String value : List.of("7.0", "7e0", "true", "[7]", "{}")) {
      assertThat(errors(alone(with("\"sequence\":" + value))))
          .containsExactly(new FieldError("/sequence", STRING));
    }
    for (String value : List.of("0", "-7", "\"\"", "\"7 \"", "\"+7\"", "9".repeat(2000))) {
      assertThat(errors(alone(with("\"sequence\":" + value))))
          .containsExactly(
              new FieldError("/sequence", "must be an integer from 1 to 9007199254740991"));
    }
  }

  @Test
  void an_attribute_that_is_null_is_absent() {
    assertThat(valid(with("\"subject\":\"u\",\"partitionkey\":null,\"time\":null")).userId())
        .isEqualTo("u");
    assertThat(errors(alone(with("\"id\":null"))))
        .containsExactly(new FieldError("/id", "is required"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'id':''                              | /id           | is required",
        "'id':'.'                             | /id | must not be ~.~, which clients drop from a"
            + " URL",
        "'source':''                          | /source       | is required",
        "'id':'x','id':'x'                    | /id           | must not occur twice",
        "'time':'a','time':'a'                | /time         | must not occur twice",
        "'data':{},'data':{}                  | /data         | must not occur twice",
        "'data':{},'data_base64':'e30='       | /data_base64  | must not occur together with data",
        "'data_base64':'e30= '                | /data_base64  | must be a string of Base64",
        "'data_base64':'e3\\n0='              | /data_base64  | must be a string of Base64",
        "'data_base64':'e_0='                 | /data_base64  | must be a string of Base64",
        "'data_base64':{}                     | /data_base64  | must be a string of Base64",
        "'data_base64':7                      | /data_base64  | must be a string of Base64",
        "'subject':' '                        | /subject      | must not be blank",
        "'subject':null                       | /partitionkey | or subject is required",
        "'partitionkey':' '                   | /partitionkey | must not be blank",
        "'datacontenttype':'text/xml','data':{} | /datacontenttype | must be JSON",
      })
  void what_is_wrong_is_named(String members, String pointer, String detail) {
    String event = with(members.replace("'", "\""));

    assertThat(errors(alone(event))).contains(new FieldError(pointer, detail.replace("~", "'")));
    assertThat(errors(inBatch(event)))
        .contains(new FieldError("/1" + pointer, detail.replace("~", "'")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON ; Charset=\\\"UTF-8\\\"",
        "application/vnd.shop+json;v=2"
      })
  void data_of_a_json_type_is_taken(String type) {
    String event = with("\"datacontenttype\":\"" + type + "\",\"data\":{\"a\":1}");

    assertThat(valid(event).payload()).hasToString("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/xml", "application/octet-stream", "application/json;charset=x", ""})
  void no_data_is_of_no_type(String type) {
    String event = with("\"datacontenttype\":\"" + type + "\"");

    assertThat(valid(event).payload()).hasToString("{}");
    assertThat(inBatch(event)).isInstanceOf(Parsed.Valid.class);
    assertThat(valid(with("\"datacontenttype\":\"" + type + "\",\"sequence\":\"4\"")).payload())
        .hasToString("{\"seq\":4}");
    assertThat(valid(with("\"data_base64\":\"\"")).payload()).hasToString("{}");
  }

  @Test
  void a_refused_item_tells_its_id() {
    assertThat(inBatch(with("\"type\":5")))
        .isEqualTo(new Parsed.Invalid<>(List.of(new FieldError("/1/type", STRING)), "x"));
    assertThat(inBatch(with("\"id\":\"x y\",\"type\":5")))
        .isEqualTo(new Parsed.Invalid<>(List.of(new FieldError("/1/type", STRING)), null));
  }

  @ParameterizedTest
  @MethodSource
  void takes_legal_json_of_any_size(String value) {
    String data = "{\"a\":" + value + ",\"ü\":\"🎉\"}";

    assertThat(valid(with("\"ü\":\"🎉\",\"data\":" + data)).payload()).hasToString(data);
    assertThat(inBatch(with("\"data\":" + data))).isInstanceOf(Parsed.Valid.class);
    assertThat(inBatch(with("\"extension\":" + value))).isInstanceOf(Parsed.Valid.class);
  }

  static String[] takes_legal_json_of_any_size() {
    return new String[] {
      "1".repeat(1001), "{\"" + "n".repeat(60_000) + "\":1}", "\"" + "x".repeat(20_000_001) + "\""
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 1001, 100_000})
  void only_the_item_that_is_too_deep_is_refused(int levels) {
    String deep = "[".repeat(levels) + "]".repeat(levels);

    assertThat(errors(inBatch(with("\"data\":{\"a\":" + deep + "}"))))
        .containsExactly(
            new FieldError("/1/data", "must not make the event deeper than 100 levels"));
    assertThat(errors(alone(with("\"data\":{\"a\":" + deep + "}"))))
        .containsExactly(new FieldError("/data", "must not make the event deeper than 100 levels"));
    assertThat(valid(with("\"extension\":" + deep)).userId()).isEqualTo("sue");
  }

  private static EventDraft valid(String event) {
    Parsed<EventDraft> parsed = alone(event);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<EventDraft>) parsed).value();
  }

  private static Parsed<EventDraft> alone(String event) {
    return switch (CloudEventJson.event(event.getBytes(UTF_8))) {
      case Parsed.Valid<CloudEvent>(CloudEvent read) -> read.toDraft();
      case Parsed.Invalid<CloudEvent>(List<FieldError> errors, String id) ->
          new Parsed.Invalid<>(errors, id);
    };
  }

  /** Puts the item between two valid ones. */
  private static Parsed<EventDraft> inBatch(String event) {
    String good = with("");
    byte[] batch = ("[" + good + "," + event + " ,\n" + good + "]").getBytes(UTF_8);
    assertThat(CloudEventJson.batch(batch)).isInstanceOf(Parsed.Valid.class);
    List<Parsed<EventDraft>> items =
        ((Parsed.Valid<List<Parsed<EventDraft>>>) CloudEventJson.batch(batch)).value();
    assertThat(items).hasSize(3);
    assertThat(items.get(0)).isInstanceOf(Parsed.Valid.class);
    assertThat(items.get(2)).isInstanceOf(Parsed.Valid.class);
    return items.get(1);
  }

  /** A valid event, except for the given members, which replace the usual ones. */
  private static String with(String members) {
    StringBuilder event = new StringBuilder("{" + members);
    String comma = members.isEmpty() ? "" : ",";
    for (String usual :
        List.of(
            "\"specversion\":\"1.0\"",
            "\"id\":\"x\"",
            "\"source\":\"/s\"",
            "\"type\":\"t\"",
            "\"subject\":\"sue\"")) {
      if (!members.contains(usual.substring(0, usual.indexOf(':') + 1))) {
        event.append(comma).append(usual);
        comma = ",";
      }
    }
    return event.append('}').toString();
  }

  private static List<FieldError> errors(Parsed<EventDraft> parsed) {
    return parsed instanceof Parsed.Invalid<EventDraft>(List<FieldError> errors, String id)
        ? errors
        : List.of();
  }
}
