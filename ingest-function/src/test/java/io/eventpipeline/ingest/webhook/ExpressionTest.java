package io.eventpipeline.ingest.webhook;

import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.contract.Parsed;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final String BODY =
      """
      {"a": {"b c": [{"d": "deep"}, 7]}, "n": 12345678901234567890123, "e": "", "z": null,
       "f": 1.5, "g": 1e3, "t": true, "l": [], "o": {}, "two": 1, "two": 2, "x/y~": "odd",
       "a|b": "pipe"}
      """;

  private static final TestHeaders HEADERS = TestHeaders.of("X-Id", "from header", "X-Empty", " ");

  private static String evaluate(String text) {
    Expression expression = ExpressionReader.read(text);
    Parsed<Map<JsonPath, JsonFind>> found =
        PathFinder.find(bytes(BODY), expression.paths().distinct().toList());
    Map<JsonPath, JsonFind> body = ((Parsed.Valid<Map<JsonPath, JsonFind>>) found).value();
    return switch (expression.evaluate(body, HEADERS)) {
      case Expression.Value value -> value.text();
      case Expression.Failed(var error) -> error.pointer() + " " + error.detail();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "$.a[\"b c\"][0].d; deep",
        "$.a[\"b c\"][1]; 7",
        "$.n; 12345678901234567890123",
        "$[\"x/y~\"]; odd",
        "$[\"a|b\"]; pipe",
        "header.X-Id; from header",
        "header.x-id; from header",
        "order.created; order.created",
        "two words; two words",
        "'$.a | b'; $.a | b",
        "$.none | $.n; 12345678901234567890123",
        "$.e|$.z|header.X-Empty|header.X-None|'last'; last",
        "$.a.b.c | literal; literal",
        "$.n.deeper | $.two[0] | ok; ok",
      })
  void the_first_alternative_that_is_there_counts(String expression, String value) {
    assertThat(evaluate(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "$.user_id | $.userId; /user_id is required",
        "$.e; /e is required",
        "$.z; /z is required",
        "$.a[\"b c\"][5]; /a/b c/5 is required",
        "$[\"m/n~\"]; /m~1n~0 is required",
        "header.X-None; ` the header X-None is required`",
        "$.f; /f must be a string or an integer",
        "$.g; /g must be a string or an integer",
        "$.t; /t must be a string or an integer",
        "$.l; /l must be a string or an integer",
        "$.o | literal; /o must be a string or an integer",
        "$.two; /two must not occur twice",
      })
  void anything_else_fails_with_a_pointer(String expression, String error) {
    assertThat(evaluate(expression)).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "|",
        "a |",
        "| a",
        "$a",
        "$.",
        "$..a",
        "$.a.",
        "$[",
        "$[]",
        "$[x]",
        "$[-1]",
        "$[\"a\"",
        "$[\"a",
        "$['a']",
        "$.a b",
        "$.a]",
        "'open",
        "''",
        "'a' b",
        "header.",
        "header.a b",
        "header.é",
        "$[1234567]",
        "$[1.5]"
      })
  void what_is_no_expression_is_refused(String text) {
    assertThatThrownBy(() -> ExpressionReader.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at character ");
  }

  @Test
  void a_body_that_is_no_object_is_invalid() {
    for (String body : List.of("", "[]", "{", "1", "{} {}", "\uFEFF{}", "{\"a\":\"\\u00\"}")) {
      assertThat(PathFinder.find(bytes(body), List.of())).isInstanceOf(Parsed.Invalid.class);
    }
    assertThat(PathFinder.find(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, List.of()))
        .isInstanceOf(Parsed.Invalid.class);
  }

  @Provide
  Arbitrary<List<JsonPath.Step>> steps() {
    Arbitrary<JsonPath.Step> names =
        Arbitraries.strings().ascii().excludeChars('\0').map(JsonPath.Member::new);
    Arbitrary<JsonPath.Step> items =
        Arbitraries.integers().between(0, 5).map(JsonPath.Element::new);
    return Arbitraries.oneOf(names, items).list().ofMinSize(1).ofMaxSize(6);
  }

  /** Any path in its longest form leads to the one value of a document made for it. */
  @Property(tries = 500)
  void each_path_leads_to_its_value(@ForAll("steps") List<JsonPath.Step> steps) {
    List<JsonPath.Step> all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(new JsonPath.Member("root")), steps.stream())
            .toList();
    String text =
        all.stream()
            .map(
                step ->
                    switch (step) {
                      case JsonPath.Member(String name) -> "[\"" + escaped(name) + "\"]";
                      case JsonPath.Element(int index) -> "[" + index + "]";
                    })
            .collect(Collectors.joining("", "$", ""));
    Expression expression = ExpressionReader.read(text);
    assertThat(expression.paths()).containsExactly(new JsonPath(all));
    Parsed<Map<JsonPath, JsonFind>> found =
        PathFinder.find(bytes(document(all, 0)), expression.paths().toList());
    assertThat(((Parsed.Valid<Map<JsonPath, JsonFind>>) found).value())
        .containsExactly(Map.entry(new JsonPath(all), new JsonFind.Text("here")));
  }

  private static String document(List<JsonPath.Step> steps, int at) {
    if (at == steps.size()) {
      return "\"here\"";
    }
    String rest = document(steps, at + 1);
    return switch (steps.get(at)) {
      case JsonPath.Member(String name) ->
          "{\"other\\n\":{}, \"" + jsonEscaped(name) + "\" : " + rest + ",\"another\\n\":[1]}";
      case JsonPath.Element(int index) -> "[" + "[],".repeat(index) + rest + ", {}]";
    };
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String jsonEscaped(String name) {
    return new String(
        com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(name));
  }
}
