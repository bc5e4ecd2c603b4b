package io.eventpipeline.projection.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A decimal number as its text says it: {@code digits} × 10^-{@code scale}. Its size can be judged
 * before anything of that size is in memory, because {@code 1e999999999} is a short text.
 *
 * @param digits without zeros at either end; empty for 0
 */
record DecimalText(boolean negative, String digits, long scale) {
  private static final Pattern NUMBER =
      Pattern.compile("(-?)([0-9]++)(?:\\.([0-9]++))?(?:[eE]([+-]?)0*+([0-9]++|(?<=0)))?");

  /** Longer exponents are beyond every bound. */
  private static final int MAX_EXPONENT_DIGITS = 12;

  /** Null if the text is no decimal number. */
  static @Nullable DecimalText parse(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return null;
    }
    String whole = number.group(2);
    String all = whole + group(number, 3);
    int from = 0;
    int to = all.length();
    while (from < to && all.charAt(from) == '0') {
      from++;
    }
    while (to > from && all.charAt(to - 1) == '0') {
      to--;
    }
    long size = exponent(group(number, 5));
    long exponent = group(number, 4).equals("-") ? -size : size;
    return new DecimalText(
        number.group(1).equals("-"), all.substring(from, to), to - whole.length() - exponent);
  }

  private static String group(Matcher number, int at) {
    String found = number.group(at);
    return found == null ? "" : found;
  }

  /**
   * @param digits without leading zeros
   */
  private static long exponent(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    return digits.length() > MAX_EXPONENT_DIGITS ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
  }

  boolean isZero() {
    return digits.isEmpty();
  }

  /** Decimals that are needed to write it. */
  long decimals() {
    return isZero() ? 0 : Math.max(0, scale);
  }

  /** The lowest n with |number| below 10^n, at least 0. */
  long wholeDigits() {
    return isZero() ? 0 : Math.max(0, digits.length() - scale);
  }

  /** The number. Needs memory for {@link #decimals} and {@link #wholeDigits}. */
  BigDecimal toBigDecimal() {
    if (isZero()) {
      return BigDecimal.ZERO;
    }
    BigDecimal size = new BigDecimal(new BigInteger(digits), Math.toIntExact(scale));
    return negative ? size.negate() : size;
  }
}
