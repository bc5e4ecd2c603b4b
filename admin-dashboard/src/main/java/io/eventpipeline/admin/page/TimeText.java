package io.eventpipeline.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages show them. Pure. */
public final class TimeText {
  private static final DateTimeFormatter SECONDS = of("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CLOCK = of("HH:mm:ss.SSS");
  private static final DateTimeFormatter MINUTE = of("HH:mm");
  private static final long MS_OF_MINUTE = 60_000;

  private TimeText() {}

  private static DateTimeFormatter of(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /**
   * A moment in UTC, such as {@code 2026-11-20 10:00:00}.
   *
   * @param unixMillis 0 and less give {@code not known}
   */
  public static String utc(long unixMillis) {
    return unixMillis <= 0 ? "not known" : SECONDS.format(Instant.ofEpochMilli(unixMillis));
  }

  /** As {@link #utc(long)}, from decimal text. */
  public static String utc(String unixMillis) {
    return utc(millis(unixMillis));
  }

  /** The time of day in UTC, such as {@code 14:02:07.123}. */
  public static String clock(long unixMillis) {
    return CLOCK.format(Instant.ofEpochMilli(unixMillis));
  }

  /** The minute of the day in UTC, such as {@code 14:02}. */
  public static String minute(long unixMillis) {
    return MINUTE.format(Instant.ofEpochMilli(unixMillis));
  }

  /** For the attribute {@code datetime}. */
  public static String iso(long unixMillis) {
    return Instant.ofEpochMilli(unixMillis).toString();
  }

  /** How long something waits: as {@link #span}, with tenths below a minute. */
  public static String age(long millis) {
    return millis < MS_OF_MINUTE
        ? String.format(Locale.ROOT, "%.1fs", millis / 1000.0)
        : span(millis);
  }

  /** Decimal text as a number; 0 if it is none. */
  public static long millis(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** A span of time, such as {@code 3m 20s}; whole seconds, and never negative. */
  public static String span(long millis) {
    Duration span = Duration.ofSeconds(Math.max(0, millis / 1000));
    return part(span.toDays(), "d")
        + part(span.toHoursPart(), "h")
        + part(span.toMinutesPart(), "m")
        + span.toSecondsPart()
        + "s";
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + unit + " ";
  }
}
