package io.eventpipeline.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import io.eventpipeline.contract.forms.EventReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class JsonDocumentTest {
  private static final Pattern MALFORMED =
      Pattern.compile("must be (well-formed (JSON|UTF-8)|a JSON object in UTF-8).*");

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void legal_json_is_never_malformed(@ForAll("objects") String object) {
    byte[] text = object.getBytes(UTF_8);

    assertThat(skimmed(text)).as(object).isInstanceOf(Parsed.Valid.class);
    assertThat(JsonDocument.array(("[" + object + "]").getBytes(UTF_8), JsonDocumentTest::skim))
        .isInstanceOf(Parsed.Valid.class);
    assertThat(new JsonScanner(text, JsonDocument.MAX_DEPTH).isJson()).isTrue();
    assertThat(detail(EventReader.draft(text, 0))).doesNotMatch(MALFORMED);
    assertThat(detail(EventReader.event(text, 0))).doesNotMatch(MALFORMED);
    assertThat(EventReader.batch(("{\"events\":[" + object + "]}").getBytes(UTF_8), 0))
        .isInstanceOf(Parsed.Valid.class);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void a_text_that_is_cut_is_malformed(@ForAll("objects") String object, @ForAll double where) {
    byte[] text = object.strip().getBytes(UTF_8);
    byte[] cut = Arrays.copyOf(text, 2 + (int) (Math.abs(where % 1) * (text.length - 2)));

    assertMalformed(cut.length == text.length ? Arrays.copyOf(text, text.length - 1) : cut);
  }

  @Property(tries = 200)
  void a_parser_takes_names_of_any_length(@ForAll @IntRange(min = 1, max = 5000) int length)
      throws IOException {
    String name = "n".repeat(length);
    try (JsonParser parser = JsonDocument.parser(("{\"" + name + "\":0}").getBytes(UTF_8))) {
      parser.nextToken();
      assertThat(parser.nextFieldName()).isEqualTo(name);
    }
  }

  /** Bytes that stand in no JSON, neither in a string nor elsewhere. */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void a_text_with_a_byte_that_no_json_has_is_malformed(
      @ForAll("objects") String object, @ForAll double where, @ForAll("alien") byte alien) {
    byte[] text = object.strip().getBytes(UTF_8);
    int at = 1 + (int) (Math.abs(where % 1) * (text.length - 1));
    byte[] spoiled = new byte[text.length + 1];
    System.arraycopy(text, 0, spoiled, 0, at);
    spoiled[at] = alien;
    System.arraycopy(text, at, spoiled, at + 1, text.length - at);

    assertMalformed(spoiled);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void a_text_with_a_bracket_too_many_is_malformed(
      @ForAll("objects") String object, @ForAll @IntRange(min = 1, max = 3000) int levels) {
    String open = "[".repeat(levels);
    String closed = "]".repeat(levels);

    assertMalformed("{\"a\":" + open + object + closed + "]}");
    assertMalformed("{\"a\":" + open + "[" + object + closed + "}");
    assertMalformed("{\"a\":" + open + object + "," + closed + "}");
    assertMalformed("{\"a\":" + open + object + object + closed + "}");
  }

  /** The scanner speaks only where the parser gives up, so they must judge alike. */
  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void the_scanner_and_the_parser_judge_alike(
      @ForAll("shallow") String object, @ForAll("damage") byte damage, @ForAll double where) {
    byte[] text = object.getBytes(UTF_8);
    text[(int) (Math.abs(where % 1) * text.length)] = damage;
    byte[] array = ("[" + new String(text, ISO_8859_1) + "]").getBytes(ISO_8859_1);

    assertThat(isUtf8(array) && new JsonScanner(array, 1000).isJson())
        .as(new String(text, UTF_8))
        .isEqualTo(
            JsonDocument.array(array, JsonDocumentTest::skim) instanceof Parsed.Valid<String>);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void cutting_what_is_deep_leaves_the_rest_as_it_was(
      @ForAll("shallow") String object, @ForAll @IntRange(min = 1, max = 2000) int levels) {
    String deep = "[".repeat(levels) + object + "]".repeat(levels);
    byte[] text =
        ("{\"a\":" + object + ",\"d\":" + deep + ",\"z\":" + object + "}").getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(text, 20);

    assertThat(scanner.isJson()).isTrue();
    String shallow = new String(scanner.shallow(), UTF_8);
    assertThat(scanner.shallow()).hasSameSizeAs(text);
    assertThat(shallow)
        .startsWith("{\"a\":" + object + ",\"d\":[")
        .endsWith(",\"z\":" + object + "}");
    assertThat(new JsonScanner(scanner.shallow(), 20).isJson()).isTrue();
    assertThat(new JsonScanner(text, 5000).shallow()).isEqualTo(text);
  }

  private static void assertMalformed(String text) {
    assertMalformed(text.getBytes(UTF_8));
  }

  private static void assertMalformed(byte[] text) {
    assertThat(detail(skimmed(text))).as(new String(text, UTF_8)).matches(MALFORMED);
    assertThat(detail(EventReader.draft(text, 0))).matches(MALFORMED);
    assertThat(detail(EventReader.event(text, 0))).matches(MALFORMED);
    assertThat(new JsonScanner(text, JsonDocument.MAX_DEPTH).isJson() && isUtf8(text)).isFalse();
  }

  private static boolean isUtf8(byte[] text) {
    return Arrays.equals(new String(text, UTF_8).getBytes(UTF_8), text);
  }

  private static String detail(Parsed<?> parsed) {
    return parsed instanceof Parsed.Invalid<?>(List<FieldError> errors, String id)
        ? errors.getFirst().detail()
        : "";
  }

  private static Parsed<String> skimmed(byte[] text) {
    return JsonDocument.object(text, JsonDocumentTest::skim);
  }

  private static Parsed<String> skim(byte[] text, JsonParser parser) throws IOException {
    parser.skipChildren();
    return new Parsed.Valid<>("");
  }

  @Provide
  Arbitrary<Byte> alien() {
    return Arbitraries.of((byte) 0, (byte) 1, (byte) 0x1f, (byte) 0xff, (byte) 0xc0);
  }

  @Provide
  Arbitrary<Byte> damage() {
    return Arbitraries.of(
        "{}[],:\"\\ \n0123-+.eEtruefalsnx/'\t\u007f"
            .chars()
            .mapToObj(c -> (byte) c)
            .collect(Collectors.toList()));
  }

  @Provide
  Arbitrary<String> shallow() {
    return object(Arbitraries.oneOf(scalars(), small()));
  }

  @Provide
  Arbitrary<String> objects() {
    return object(
        Arbitraries.frequencyOf(
            Tuple.of(5, scalars()),
            Tuple.of(3, small()),
            Tuple.of(1, large()),
            Tuple.of(2, deep())));
  }

  private static Arbitrary<String> object(Arbitrary<String> values) {
    return Arbitraries.maps(names(), values)
        .ofMaxSize(5)
        .flatMap(members -> spaces().map(space -> object(members, space)));
  }

  /** An object whose first member, if it has one, occurs twice. */
  private static String object(Map<String, String> members, String space) {
    String twice = members.isEmpty() ? "" : members.keySet().iterator().next();
    String inside =
        members.entrySet().stream()
            .map(m -> space + m.getKey() + space + ":" + space + m.getValue() + space)
            .collect(Collectors.joining(","));
    String again = twice.isEmpty() ? "" : "," + twice + ":null";
    return space + "{" + (inside.isEmpty() ? space : inside) + again + "}" + space;
  }

  private static Arbitrary<String> spaces() {
    return Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(2);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.oneOf(
        strings(), Arbitraries.of("\"userId\"", "\"payload\"", "\"\\u0069d\"", "\"\""));
  }

  private static Arbitrary<String> scalars() {
    return Arbitraries.oneOf(strings(), numbers(), Arbitraries.of("true", "false", "null"));
  }

  private static Arbitrary<String> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.of("0", "-0", "0.0", "1e5", "-1E+05", "0e-0", "1.5e999999999"),
        Arbitraries.bigDecimals().map(Object::toString));
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.oneOf(
            Arbitraries.of("\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\uD83c\\udf89", "\\ud800"),
            Arbitraries.of("a", "{", "]", ",", ":", "ü", "漢", "🎉", " ", "\u007f", "\u2028", "/*"))
        .list()
        .ofMaxSize(6)
        .map(parts -> "\"" + String.join("", parts) + "\"");
  }

  private static Arbitrary<String> small() {
    return scalars()
        .list()
        .ofMaxSize(3)
        .map(items -> "[" + String.join(" ,", items) + ",{\"a\":[]},{}]")
        .map(array -> array.startsWith("[,") ? "[" + array.substring(2) : array);
  }

  private static Arbitrary<String> large() {
    return Arbitraries.integers()
        .between(900, 60_000)
        .flatMap(
            length ->
                Arbitraries.of(
                    "9".repeat(length),
                    "0." + "1".repeat(length),
                    "1e" + "1".repeat(length),
                    "\"" + "\\t".repeat(length) + "\"",
                    "{\"" + "ü".repeat(length) + "\":0}",
                    "{\"" + "\\u00fc".repeat(length) + "\":0}"));
  }

  private static Arbitrary<String> deep() {
    return Arbitraries.integers()
        .between(90, 3000)
        .flatMap(
            levels ->
                Arbitraries.of(
                    "[".repeat(levels) + "]".repeat(levels),
                    "[0,".repeat(levels) + "{}" + "]".repeat(levels),
                    "{\"a\":".repeat(levels) + "[\"]\"]" + "}".repeat(levels)));
  }
}
