package io.eventpipeline.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.CloudEvent;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.netty.NettyHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventHeadersTest {
  /** The quoted values and the last two come from the HTTP binding and RFC 9110. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "ann                    | ann",
        "\"ann\"                  | ann",
        "\" ann \"                | ` ann `",
        "\"a\\\"n\\\\n\"              | a\"n\\n",
        "\"\\a\\n\\n\"              | ann",
        "\"%61nn\"                | ann",
        "\"\\%61nn\"              | ann",
        "\"a%22n%5Cn\"            | a\"n\\n",
        "%22ann%22              | \"ann\"",
        "a\\nn                  | a\\nn",
        "a b                    | a b",
        "%C3%a4nn%20%25         | änn %",
        "%2561nn                | %61nn",
        "a+b                    | a+b",
        "Euro%20%E2%82%AC%20%F0%9F%98%80     | Euro € 😀",
        "\"Euro %E2%82%AC %F0%9F%98%80\"     | Euro € 😀",
      })
  void a_value_is_unquoted_and_then_percent_decoded(String value, String user) {
    assertThat(read("ce-partitionkey", value))
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> assertThat(((EventDraft) valid.value()).userId()).isEqualTo(user));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "\"ann",
        "\"ann\\\"",
        "\"ann\\",
        "ann\"",
        "a\"n\"n",
        "\"ann\"x",
        "\"ann\";q=1",
        "\"ann\",\"bea\"",
        "\"a\"\"b\"",
        "%",
        "100%",
        "a%2",
        "%zz",
        "%2 0",
        "%-1",
        "%ff",
        "%C3",
        "%C0%AF",
        "%ED%A0%80",
        "ä",
        "\"ä\""
      })
  void a_value_that_is_encoded_otherwise_is_refused_by_its_name(String value) {
    for (String name : List.of("partitionkey", "subject", "id", "type", "source", "time")) {
      assertThat(errors(read("ce-" + name, value)))
          .containsExactly(
              new FieldError("/" + name, "must be percent-encoded UTF-8, bare or in quotes"));
    }
  }

  @Test
  void each_attribute_is_unquoted() {
    assertThat(
            read(
                "ce-specversion",
                "\"1.0\"",
                "ce-id",
                "\"q-1\"",
                "ce-source",
                "\"/s\"",
                "ce-type",
                "\"t\"",
                "ce-sequence",
                "\"7\""))
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> {
              EventDraft draft = (EventDraft) valid.value();
              assertThat(draft.eventId()).isEqualTo("q-1");
              assertThat(draft.type()).isEqualTo("t");
              assertThat(draft.seq()).isEqualTo(7);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id           | ``   | /id           | is required",
        "id           | \"\" | /id           | is required",
        "source       | \"\" | /source       | is required",
        "type         | \"\" | /type         | must not be blank",
        "specversion  | 1    | /specversion  | must be \"1.0\"",
        "partitionkey | \"\" | /partitionkey | must not be blank",
        "id           | ..   | /id           | must not be '..', which clients drop from a URL",
        "id           | %2E  | /id           | must not be '.', which clients drop from a URL",
      })
  void a_value_that_breaks_the_rules_is_refused_by_its_name(
      String name, String value, String pointer, String detail) {
    assertThat(errors(read("ce-" + name, value))).contains(new FieldError(pointer, detail));
  }

  @Test
  void an_attribute_that_stands_twice_is_refused_even_with_one_value() {
    for (String name : List.of("id", "type", "source", "specversion", "subject", "time")) {
      DefaultHttpHeaders headers = headers("ce-" + name, "1.0");
      headers.add("CE-" + name, "1.0");
      assertThat(errors(read(headers, "application/json", "{}")))
          .containsExactly(new FieldError("/" + name, "must not occur twice"));
    }
  }

  @Test
  void the_type_of_the_data_is_the_content_type_and_no_attribute() {
    assertThat(read("ce-datacontenttype", "%zz")).isInstanceOf(Parsed.Valid.class);
    assertThat(read("ce-datacontenttype", "text/xml")).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void an_event_without_data_is_of_any_type() {
    for (String type : new String[] {"text/plain", "application/xml", "x", "", null}) {
      assertThat(read(headers(), type, "")).isInstanceOf(Parsed.Valid.class);
    }
    assertThat(errors(read(headers(), "text/plain", "{}")))
        .containsExactly(new FieldError("/datacontenttype", "must be JSON"));
  }

  private static Parsed<EventDraft> read(String... changes) {
    return read(headers(changes), "application/json", "{}");
  }

  private static Parsed<EventDraft> read(
      DefaultHttpHeaders headers, @Nullable String type, String body) {
    var all = new NettyHttpHeaders(headers, ConversionService.SHARED);
    return switch (CloudEventHeaders.read(all, type, body.getBytes(UTF_8))) {
      case Parsed.Valid<CloudEvent>(CloudEvent event) -> event.toDraft();
      case Parsed.Invalid<CloudEvent>(List<FieldError> errors, String id) ->
          new Parsed.Invalid<>(errors, id);
    };
  }

  /** The headers of a valid event, except for these. */
  private static DefaultHttpHeaders headers(String... changes) {
    DefaultHttpHeaders headers = new DefaultHttpHeaders(false);
    headers.set("ce-specversion", "1.0").set("ce-id", "x").set("ce-source", "/s");
    headers.set("ce-type", "t").set("ce-subject", "sue");
    for (int i = 0; i < changes.length; i += 2) {
      headers.set(changes[i], changes[i + 1]);
    }
    return headers;
  }

  private static List<FieldError> errors(Parsed<EventDraft> parsed) {
    return parsed instanceof Parsed.Invalid<EventDraft>(List<FieldError> errors, String id)
        ? errors
        : List.of();
  }
}
