package io.eventpipeline.contract.forms;

import io.eventpipeline.contract.EventRules;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads when an event happened. Threads: any. */
public final class EventTime {
  /** The farthest from the server's clock, in milliseconds. */
  static final long MAX_SKEW_MS = 120_000;

  private EventTime() {}

  /**
   * Unix milliseconds; null if malformed.
   *
   * @param iso date and time in ISO-8601, with offset
   */
  public static @Nullable Long parse(String iso) {
    try {
      long millis = OffsetDateTime.parse(iso).toInstant().toEpochMilli();
      return Math.abs(millis) > EventRules.MAX_SEQ ? null : millis;
    } catch (DateTimeException | ArithmeticException malformed) {
      return null;
    }
  }
}
