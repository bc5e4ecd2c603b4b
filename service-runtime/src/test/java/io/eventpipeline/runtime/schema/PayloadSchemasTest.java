package io.eventpipeline.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventParts;
import io.eventpipeline.contract.forms.EventReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSchemasTest {
  private static final String PAID =
      "{'type':'object','required':['amount','a/b'],'properties':{'amount':{'type':'number',"
          + "'exclusiveMinimum':0},'lines':{'items':{'type':'integer'}}}}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'a/b':1}                               | /payload/amount  | required property 'amount'"
            + " not found",
        "{'amount':1}                            | /payload/a~1b    | required property 'a/b' not"
            + " found",
        "{'amount':'1','a/b':1}                  | /payload/amount  | string found, number"
            + " expected",
        "{'amount':1,'a/b':1,'lines':[1,2.5]}    | /payload/lines/1 | number found, integer"
            + " expected",
      })
  void an_error_points_into_the_payload(String payload, String pointer, String detail)
      throws IOException {
    write("order.paid", PAID);

    assertThat(check("order.paid", payload))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            bad -> {
              assertThat(bad.errors())
                  .asList()
                  .containsExactly(new FieldError("/events/3" + pointer, detail));
              assertThat(bad.eventId()).isEqualTo("e");
            });
  }

  @Test
  void a_payload_that_matches_passes_and_so_does_a_type_without_a_schema() throws IOException {
    write("order.paid", PAID);
    Files.writeString(folder.resolve("README.md"), "no schema");

    assertThat(check("order.paid", "{'amount':0.5,'a/b':null,'more':[]}"))
        .isInstanceOf(Parsed.Valid.class);
    assertThat(check("order.sent", "{}")).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void a_number_that_is_too_long_for_the_library_is_an_error() throws IOException {
    write("order.paid", PAID);

    assertThat(check("order.paid", "{'amount':" + "9".repeat(5000) + ",'a/b':1}"))
        .isInstanceOf(Parsed.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "7", "{'type':'strin'}", "{'type':'object','required':'a'}", "{} {}"})
  void a_broken_file_stops_the_start_and_is_named(String schema) throws IOException {
    write("order.paid", schema);

    assertThatThrownBy(this::schemas)
        .hasMessageStartingWith("events.schemas: " + folder.resolve("order.paid.json") + " is no");
  }

  @Test
  void a_folder_that_is_not_there_stops_the_start() {
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> new PayloadSchemas(new SchemaSettings(none.toString())))
        .hasMessage("events.schemas: the folder " + none + " cannot be read");
  }

  @Test
  void without_a_folder_nothing_is_checked() {
    Parsed<EventDraft> event = event("order.paid", "{}");

    assertThat(new PayloadSchemas(new SchemaSettings("")).check(event, "")).isSameAs(event);
  }

  @Test
  void each_event_of_a_list_is_checked() throws IOException {
    write("order.paid", PAID);
    Parsed<List<Parsed<EventDraft>>> list =
        new Parsed.Valid<>(List.of(event("order.sent", "{}"), event("order.paid", "{'amount':1}")));

    assertThat(schemas().checkAll(list, ""))
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid ->
                assertThat(valid.value())
                    .asList()
                    .last()
                    .isEqualTo(
                        new Parsed.Invalid<EventDraft>(
                            List.of(
                                new FieldError(
                                    "/1/payload/a~1b", "required property 'a/b' not found")),
                            "e")));
  }

  private Parsed<EventDraft> check(String type, String payload) {
    return schemas().check(event(type, payload), "/events/3");
  }

  private PayloadSchemas schemas() {
    return new PayloadSchemas(new SchemaSettings(folder.toString()));
  }

  private static Parsed<EventDraft> event(String type, String payload) {
    return EventReader.draft(
        new EventParts("e", "u", type, null, false), payload.replace('\'', '"').getBytes(UTF_8));
  }

  private void write(String type, String schema) throws IOException {
    Files.writeString(folder.resolve(type + ".json"), schema.replace('\'', '"'));
  }
}
