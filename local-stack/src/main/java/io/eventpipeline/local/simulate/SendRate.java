package io.eventpipeline.local.simulate;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests are sent each second.
 *
 * @param perSecond from 0.001 to 10,000
 */
public record SendRate(double perSecond) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?)(?:/s)?");
  private static final double MOST = 10_000;
  private static final double NANOS = 1e9;

  /**
   * Reads {@code 3/s}, {@code 0.5/s} or {@code 3}.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static SendRate parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      double perSecond = Double.parseDouble(parts.group(1));
      if (perSecond > 0 && perSecond <= MOST) {
        return new SendRate(perSecond);
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no rate such as 3/s, above 0 and at most 10000/s".formatted(text));
  }

  /** When the request with this number is due, after the start; the first has number 0. */
  public Duration due(long number) {
    return Duration.ofNanos(Math.round(number * NANOS / perSecond));
  }

  /** How many requests are due in this time; at least 1. */
  public long within(Duration time) {
    return Math.max(1, Math.round(time.toNanos() / NANOS * perSecond));
  }

  @Override
  public String toString() {
    return (perSecond == Math.rint(perSecond) ? "%.0f/s" : "%s/s").formatted(perSecond);
  }
}
