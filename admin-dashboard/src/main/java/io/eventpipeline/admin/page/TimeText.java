package io.eventpipeline.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages show them. Pure. */
public final class TimeText {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TimeText() {}

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
