package io.eventpipeline.admin.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times for people. All are UTC. */
public final class UtcTime {
  private static final DateTimeFormatter CLOCK = of("HH:mm:ss.SSS");
  private static final DateTimeFormatter MINUTE = of("HH:mm");
  private static final DateTimeFormatter DAY_AND_CLOCK = of("yyyy-MM-dd HH:mm:ss");
  private static final long SECOND = 1000;
  private static final long MINUTES = 60;
  private static final long HOURS = 3600;

  private UtcTime() {}

  private static DateTimeFormatter of(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** Such as {@code 14:02:07.123}. */
  public static String clock(long unixMillis) {
    return CLOCK.format(Instant.ofEpochMilli(unixMillis));
  }

  /** Such as {@code 14:02}. */
  public static String minute(long unixMillis) {
    return MINUTE.format(Instant.ofEpochMilli(unixMillis));
  }

  /** Such as {@code 2026-11-27 14:02:07}. */
  public static String dayAndClock(long unixMillis) {
    return DAY_AND_CLOCK.format(Instant.ofEpochMilli(unixMillis));
  }

  /** As {@link #dayAndClock}; {@code not known} for 0 and less. */
  public static String text(long unixMillis) {
    return unixMillis <= 0 ? "not known" : dayAndClock(unixMillis);
  }

  /** As {@link #text(long)}, from decimal text. */
  public static String text(String unixMillis) {
    return text(millis(unixMillis));
  }

  /** Decimal text as a number; 0 if it is none. */
  public static long millis(String text) {
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
  }

  /** For the attribute {@code datetime}. */
  public static String iso(long unixMillis) {
    return Instant.ofEpochMilli(unixMillis).toString();
  }

  /** A length of time, such as {@code 1.2 s}, {@code 3 min 5 s} or {@code 2 h 10 min}. */
  public static String length(long ms) {
    long seconds = ms / SECOND;
    if (seconds < MINUTES) {
      return String.format(Locale.ROOT, "%.1f s", ms / (double) SECOND);
    }
    return seconds < HOURS
        ? seconds / MINUTES + " min " + seconds % MINUTES + " s"
        : seconds / HOURS + " h " + seconds % HOURS / MINUTES + " min";
  }
}
