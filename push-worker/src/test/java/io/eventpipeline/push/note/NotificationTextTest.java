package io.eventpipeline.push.note;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.Parsed;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationTextTest {
  private static final String JSON =
      "{\"eventId\":\"e\",\"userId\":\"ann\",\"type\":\"order.created\",\"title\":\"Hi\"";

  @Test
  void reads_what_the_consumer_writes() {
    String text =
        "0|e#1|"
            + JSON
            + ",\"body\":\"a|b\",\"data\":{\"seq\":\"7\"},\"topic\":\"orders\",\"expiresAt\":5,\"new\":[1]}";

    assertThat(NotificationText.read(text))
        .isEqualTo(
            new Parsed.Valid<>(
                new Notification(
                    0,
                    "e#1",
                    "e",
                    "ann",
                    "order.created",
                    "Hi",
                    "a|b",
                    Map.of("seq", "7"),
                    "orders",
                    5L,
                    null,
                    null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';must be attempt|id|json",
        "no bars;must be attempt|id|json",
        "0|e#1;must be attempt|id|json",
        "x|e#1|{};must be attempt|id|json",
        "-1|e#1|{};must be attempt|id|json",
        "0||{};must be attempt|id|json",
        "99999|e#1|{};must be attempt|id|json",
        "0|e#1|[];must be a JSON object in UTF-8",
        "0|e#1|{\"eventId\":;must be well-formed JSON: it ends too early at line 1, column 12",
        "0|e#1|{\"eventId\":\"e\",\"userId\":\"u\",\"type\":\"t\"};/title must be a string",
        "0|e#1|{\"eventId\":\"e\",\"userId\":\"u\",\"type\":\"t\",\"title\":1};/title must be a"
            + " string",
      })
  void a_malformed_text_is_named_by_its_field(String text, String why) {
    assertThat(NotificationText.read(text))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid -> assertThat(NotificationText.line(invalid)).isEqualTo(why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"data\":{\"a\":1};/data must have strings only",
        "\"data\":[];/data must be an object",
        "\"to\":\"token\";/to must be an array",
        "\"to\":[[\"a\"]];/to must have strings only",
        "\"expiresAt\":\"soon\";/expiresAt must be unix milliseconds",
        "\"topic\":{\"a\":{}};/topic must be a string",
      })
  void a_wrong_member_is_named(String member, String why) {
    assertThat(NotificationText.read("0|e#1|" + JSON + "," + member + "}"))
        .isInstanceOfSatisfying(
            Parsed.Invalid.class,
            invalid -> assertThat(NotificationText.line(invalid)).isEqualTo(why));
  }

  @Test
  void null_members_are_absent() {
    assertThat(NotificationText.read("0|e#1|" + JSON + ",\"body\":null,\"to\":null}"))
        .isInstanceOfSatisfying(
            Parsed.Valid.class,
            valid -> assertThat(((Notification) valid.value()).body()).isNull());
  }

  @Property
  void what_is_written_is_read(
      @ForAll @IntRange(max = 9999) int attempt,
      @ForAll @StringLength(max = 50) @CharRange(to = '\ud7ff') String title,
      @ForAll @Size(max = 5)
          Map<
                  @StringLength(max = 5) @CharRange(to = '\ud7ff') String,
                  @CharRange(to = '\ud7ff') String>
              data,
      @ForAll @Size(max = 5) List<@CharRange(to = '\ud7ff') String> to,
      @ForAll @LongRange(max = 9_999_999_999_999L) long time) {
    Notification first =
        new Notification(
            attempt, "e#1", "e", "ann", "t", title, null, data, null, time, null, null);
    Notification second = first.next(attempt, to, time);

    for (Notification note : List.of(first, second)) {
      assertThat(NotificationText.read(NotificationText.write(note)))
          .isEqualTo(new Parsed.Valid<>(note));
    }
  }

  @Test
  void an_id_is_found_in_a_text_with_broken_json() {
    assertThat(NotificationText.idOf("0|e#1|{", "other")).isEqualTo("e#1");
    assertThat(NotificationText.idOf("{", "other")).isEqualTo("other");
  }

  @Test
  void texts_and_tokens_do_not_print() {
    Notification note =
        new Notification(
            1,
            "e#1",
            "e",
            "ann",
            "t",
            "SECRET",
            "SECRET",
            Map.of("k", "SECRET"),
            null,
            null,
            List.of("SECRET"),
            null);
    assertThat(note.toString()).doesNotContain("SECRET").contains("e#1");
  }
}
