package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.limit.SourceRate;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a rate such as {@code 10/10s} or {@code 100/s}. */
final class RateText {
  private static final Pattern RATE =
      Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})?(ms|s|m|h)");

  private static final Duration LONGEST = Duration.ofHours(1);

  private RateText() {}

  /**
   * @throws IllegalArgumentException if the text is no rate, or its window is above an hour
   */
  static SourceRate read(String text) {
    Matcher parts = RATE.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException();
    }
    long number = parts.group(2) == null ? 1 : Long.parseLong(parts.group(2));
    Duration window =
        switch (parts.group(3)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException();
    }
    return new SourceRate(Integer.parseInt(parts.group(1)), window);
  }
}
