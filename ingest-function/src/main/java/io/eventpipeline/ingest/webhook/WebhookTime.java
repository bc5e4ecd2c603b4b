package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.forms.EventTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the time of an event from a webhook: ISO 8601 with an offset, or a unix time. */
final class WebhookTime {
  private static final Pattern UNIX = Pattern.compile("[0-9]{1,15}");

  /** Numbers below are seconds, which then reach beyond the year 5000. */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  private WebhookTime() {}

  /** Unix milliseconds; null if the text is no time. */
  static @Nullable Long millis(String text) {
    if (UNIX.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return number < FIRST_MILLIS ? number * 1000 : number;
    }
    return EventTime.parse(text);
  }
}
