package io.eventpipeline.projection.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  /** Java's own numbers are the second opinion, where they cost nothing. */
  @Property
  void means_what_java_reads(
      @ForAll long digits,
      @ForAll @IntRange(min = -30, max = 30) int scale,
      @ForAll boolean scientific) {
    BigDecimal number = BigDecimal.valueOf(digits, scale);
    String text = scientific ? number.toString() : number.toPlainString();

    DecimalText read = parse(text);

    assertThat(read.toBigDecimal()).isEqualByComparingTo(number);
    assertThat(read.decimals()).isEqualTo(Math.max(0, number.stripTrailingZeros().scale()));
    assertThat(number.abs().compareTo(BigDecimal.TEN.pow((int) read.wholeDigits()))).isNegative();
  }

  @Test
  void a_huge_exponent_needs_no_memory() {
    assertThat(parse("1e999999999").wholeDigits()).isEqualTo(1_000_000_000);
    assertThat(parse("-1e-999999999").decimals()).isEqualTo(999_999_999);
    assertThat(parse("1e" + "9".repeat(100_000)).wholeDigits()).isGreaterThan(1_000_000_000);
    assertThat(parse("1e" + "0".repeat(100_000) + "2").wholeDigits()).isEqualTo(3);
    assertThat(parse("0e999999999999999").isZero()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "abc", "1e", "1e+", "1.", ".5", "+1", "--1", "1 ", "0x1", "1,5", "NaN", "١"
      })
  void anything_else_is_no_number(String text) {
    assertThat(DecimalText.parse(text)).isNull();
  }

  private static DecimalText parse(String text) {
    @Nullable DecimalText read = DecimalText.parse(text);
    assertThat(read).isNotNull();
    return read;
  }
}
