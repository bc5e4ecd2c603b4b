package io.eventpipeline.push.fcm;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The HTTP header {@code Retry-After}. */
final class RetryAfter {
  /** Longer times are cut, so that a mistake of a proxy does not stop sending for days. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * The wait that the header asks for, from zero to {@link #LONGEST}.
   *
   * @param text seconds or an HTTP date
   * @param now by the same clock as the HTTP date
   * @return null if the text is neither
   */
  static @Nullable Duration parse(String text, Instant now) {
    String stripped = text.strip();
    if (stripped.matches("[0-9]+")) {
      return stripped.length() > 9
          ? LONGEST
          : bounded(Duration.ofSeconds(Long.parseLong(stripped)));
    }
    try {
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(stripped, Instant::from);
      return bounded(Duration.between(now, until));
    } catch (DateTimeParseException neither) {
      return null;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
