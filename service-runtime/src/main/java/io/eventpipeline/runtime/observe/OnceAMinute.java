package io.eventpipeline.runtime.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Limits each text in the log to one line a minute. Threads: any. */
public final class OnceAMinute {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Texts to remember. Beyond it the oldest is forgotten, and may be logged again. */
  private static final int MOST_TEXTS = 32;

  private final Map<String, Long> toldAt = new LinkedHashMap<>();

  /**
   * Returns true if nobody logged {@code text} in the last minute, and notes that it is logged now.
   *
   * @param now nanoseconds of a monotonic clock
   */
  public synchronized boolean mayTell(String text, long now) {
    Long before = toldAt.get(text);
    if (before != null && now - before < MINUTE_NANOS) {
      return false;
    }
    toldAt.remove(text);
    toldAt.put(text, now);
    if (toldAt.size() > MOST_TEXTS) {
      toldAt.remove(toldAt.keySet().iterator().next());
    }
    return true;
  }
}
