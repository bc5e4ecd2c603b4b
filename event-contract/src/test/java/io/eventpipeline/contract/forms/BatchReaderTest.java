package io.eventpipeline.contract.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonSlice;
import io.eventpipeline.contract.Parsed;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
  private static final String GOOD = "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"n\":1}}";

  @Test
  void gives_one_result_for_each_item_in_their_order() {
    String bad = "{\"eventId\":\"b\",\"userId\":\"u\",\"type\":\"\",\"payload\":{}}";

    List<Parsed<EventDraft>> items =
        items("{\"events\":[" + GOOD + "," + bad + ",7," + GOOD + "]}");

    assertThat(items).hasSize(4);
    assertThat(items.get(0)).isInstanceOf(Parsed.Valid.class);
    assertThat(items.get(1))
        .isEqualTo(
            new Parsed.Invalid<>(
                List.of(new FieldError("/events/1/type", "must not be blank")), "b"));
    assertThat(items.get(2))
        .isEqualTo(
            new Parsed.Invalid<>(List.of(new FieldError("/events/2", "must be an object")), null));
    assertThat(items.get(3)).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void an_id_that_no_url_can_name_is_refused_alone() {
    String dots = GOOD.replace("{\"userId\"", "{\"eventId\":\"..\",\"userId\"");

    List<Parsed<EventDraft>> items = items("{\"events\":[" + dots + "," + GOOD + "]}");

    assertThat(items.get(0))
        .isEqualTo(
            new Parsed.Invalid<>(
                List.of(
                    new FieldError(
                        "/events/0/eventId", "must not be '..', which clients drop from a URL")),
                null));
    assertThat(items.get(1)).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void keeps_the_payload_of_each_item() {
    String body =
        "{ \"events\" : [ {\"payload\": {\"a\" : \"ü\"} ,\"userId\":\"u\",\"type\":\"t\"} ,\n"
            + GOOD
            + "] }";

    assertThat(items(body).stream().map(i -> ((Parsed.Valid<EventDraft>) i).value().payload()))
        .map(JsonSlice::toString)
        .containsExactly("{\"a\" : \"ü\"}", "{\"n\":1}");
  }

  @Test
  void a_deep_or_an_empty_item_does_not_spoil_its_neighbours() {
    String deep = "[".repeat(200) + "]".repeat(200);
    String tooDeep = "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"a\":" + deep + "}}";

    List<Parsed<EventDraft>> items =
        items("{\"events\":[" + GOOD + "," + tooDeep + "," + deep + ",{},[],null," + GOOD + "]}");

    assertThat(items.stream().map(Parsed.Valid.class::isInstance))
        .containsExactly(true, false, false, false, false, false, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 1000, 1001, 200_000})
  void only_the_item_that_is_too_deep_is_refused(int levels) {
    String deep = "[".repeat(levels) + "]".repeat(levels);
    String tooDeep = "{\"eventId\":\"d\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"a\":";

    List<Parsed<EventDraft>> items =
        items(
            "{\"x\":" + deep + ",\"events\":[" + GOOD + "," + tooDeep + deep + "}}," + GOOD + "]}");

    assertThat(items.get(0)).isInstanceOf(Parsed.Valid.class);
    assertThat(items.get(1))
        .isEqualTo(
            new Parsed.Invalid<>(
                List.of(
                    new FieldError(
                        "/events/1/payload", "must not make the event deeper than 100 levels")),
                "d"));
    assertThat(((Parsed.Valid<EventDraft>) items.get(2)).value().payload())
        .hasToString("{\"n\":1}");
  }

  @Test
  void items_with_long_numbers_and_names_are_taken() {
    String number =
        "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"a\":" + "7".repeat(1001) + "}}";
    String name = number.replace("\"a\"", "\"" + "n".repeat(60_000) + "\"");

    assertThat(items("{\"events\":[" + GOOD + "," + number + "," + name + "]}"))
        .hasOnlyElementsOfType(Parsed.Valid.class);
  }

  @Test
  void holds_an_item_to_the_same_depth_as_an_event_alone() {
    String inside = "[".repeat(98) + "]".repeat(98);
    String deepest = "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"a\":" + inside + "}}";

    assertThat(EventReader.draft(deepest.getBytes(UTF_8), 0)).isInstanceOf(Parsed.Valid.class);
    assertThat(items("{\"events\":[" + deepest + "]}").getFirst()).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void takes_a_thousand_items_and_ignores_other_fields() {
    assertThat(items("{\"note\":[{}],\"events\":[" + goods(1000) + "],\"x\":{}}")).hasSize(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                  | /events | is required",
        "{\"event\":[]}                      | /events | is required",
        "{\"events\":[]}                     | /events | must have at least 1 item",
        "{\"events\":{}}                     | /events | must be an array",
        "{\"events\":null}                   | /events | must be an array",
        "{\"events\":\"x\"}                  | /events | must be an array",
        "{\"events\":[{}],\"events\":[{}]}   | /events | must not occur twice",
        "[]                                  | ``      | must be a JSON object in UTF-8",
        "{\"events\":[{}]} 1                 | ``      | must have nothing after the JSON object",
      })
  void refuses_a_body_that_is_no_batch(String body, String pointer, String detail) {
    assertThat(EventReader.batch(body.getBytes(UTF_8), 0))
        .isEqualTo(
            new Parsed.Invalid<List<Parsed<EventDraft>>>(
                List.of(new FieldError(pointer, detail)), null));
  }

  @Test
  void refuses_more_than_a_thousand_items_and_a_batch_that_breaks_off() {
    String tooMany = "{\"events\":[" + goods(1001) + "]}";
    String cut = "{\"events\":[" + GOOD + ",{\"userId\":";

    assertThat(EventReader.batch(tooMany.getBytes(UTF_8), 0))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            i ->
                assertThat(i.errors())
                    .asList()
                    .containsExactly(new FieldError("/events", "must have at most 1000 items")));
    assertThat(EventReader.batch(cut.getBytes(UTF_8), 0)).isInstanceOf(Parsed.Invalid.class);
  }

  private static String goods(int count) {
    return IntStream.range(0, count).mapToObj(i -> GOOD).collect(Collectors.joining(","));
  }

  private static List<Parsed<EventDraft>> items(String body) {
    Parsed<List<Parsed<EventDraft>>> parsed = EventReader.batch(body.getBytes(UTF_8), 0);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid<List<Parsed<EventDraft>>>) parsed).value();
  }
}
