package io.eventpipeline.admin.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
  private final Masking masking = new Masking(List.of("card_number", "password", "address"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"password\":\"x y\",\"n\":1.50} | {\"password\":\"***masked***\",\"n\":1.50}",
        "{\"a\":[{\"PassWord\":\"x\"}]} | {\"a\":[{\"PassWord\":\"***masked***\"}]}",
        "{\"cardNumber\":4111, \"b\":true} | {\"cardNumber\":\"***masked***\", \"b\":true}",
        "{\"card-number\":null} | {\"card-number\":\"***masked***\"}",
        "{\"address\":{\"street\":\"x\",\"no\":[1,{}]}} | {\"address\":\"***masked***\"}",
        "{\"pass\\u0077ord\":\"x\"} | {\"pass\\u0077ord\":\"***masked***\"}",
        "{\"ü\":\"é\",\"password\":\"ß\",\"z\":\"ü\"} |"
            + " {\"ü\":\"é\",\"password\":\"***masked***\",\"z\":\"ü\"}",
        "{\"raw\":\"{\\\"password\\\":\\\"a\\\\\\\"b\\\",\\\"n\\\":1}\"} |"
            + " {\"raw\":\"{\\\"password\\\":\\\"***masked***\\\",\\\"n\\\":1}\"}",
        "{\"passwords\":\"x\",\"my_password\":\"y\"} | {\"passwords\":\"x\",\"my_password\":\"y\"}",
        "{\"note\":\"the password: hunter2\"} | {\"note\":\"the password: ***masked***\"}",
      })
  void json_keeps_all_that_is_not_masked(String json, String expected) {
    assertThat(masking.json(json)).isEqualTo(expected);
    assertThat(masking.json(expected)).isEqualTo(expected);
    assertThat(masking.hides(json)).isEqualTo(!json.equals(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "login failed: password=hunter2, user=ann | login failed: password=***masked***, user=ann",
        "at Card[cardNumber=4111, cvv=1] | at Card[cardNumber=***masked***, cvv=1]",
        "{password='a b', n=1} | {password='***masked***', n=1}",
        "{\"n\":1,\"address\":{\"street\":\"x}\",\"no\":1},\"b\":2 |"
            + " {\"n\":1,\"address\":\"***masked***\",\"b\":2",
        "{\"n\":1,\"password\":\"cut of | {\"n\":1,\"password\":\"***masked***",
        "no such field: password | no such field: password",
      })
  void free_text_loses_the_values_of_pairs(String text, String expected) {
    assertThat(masking.text(text)).isEqualTo(expected);
  }

  @Test
  void what_a_masked_field_holds_is_hidden_wherever_it_is_quoted() {
    String record = "{\"payload\":{\"password\":\"hunter2\",\"cardNumber\":4111,\"n\":7}}";
    assertThat(masking.text("hunter2 of 4111 is wrong, xhunter2x, 41111, 7", record))
        .isEqualTo("***masked*** of ***masked*** is wrong, x***masked***x, ***masked***1, 7");
  }

  @Test
  void a_short_value_is_hidden_where_it_stands_alone() {
    assertThat(masking.text("pin 12 of 123", "{\"password\":\"12\"}"))
        .isEqualTo("pin ***masked*** of 123");
  }

  @Test
  void the_beginning_of_a_value_that_was_cut_is_hidden() {
    assertThat(masking.text("no: my-very-long-se…", "{\"password\":\"my-very-long-secret\"}"))
        .isEqualTo("no: ***masked***…");
  }

  @Test
  void a_record_that_is_cut_gives_its_values_too() {
    String record = "{\"address\":{\"street\":\"Elm Road\",\"zip\":12345";
    assertThat(masking.text("Elm Road in 12345", record))
        .isEqualTo("***masked*** in ***masked***");
  }

  @Test
  void without_masked_fields_all_stays() {
    Masking none = new Masking(new MaskSettings(" , "));
    assertThat(none.isOn()).isFalse();
    assertThat(none.json("{\"password\":\"x\"}")).isEqualTo("{\"password\":\"x\"}");
    assertThat(none.text("password=x", "{\"password\":\"x\"}")).isEqualTo("password=x");
  }

  @Test
  void a_text_from_a_masked_view_is_told() {
    assertThat(masking.holdsMask(masking.json("{\"password\":\"x\"}"))).isTrue();
    assertThat(masking.holdsMask("{\"password\":\"***\"}")).isFalse();
  }

  @Test
  void deep_nesting_and_odd_text_end() {
    assertThat(masking.json("[".repeat(100_000) + "\"password\":\"hunter2\""))
        .doesNotContain("hunter2");
    assertThat(masking.text("password=" + "\\".repeat(500_000) + "x")).hasSizeLessThan(100);
  }
}
