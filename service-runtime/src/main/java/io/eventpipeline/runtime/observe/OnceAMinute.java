package io.eventpipeline.runtime.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Lets the log have a text that would come again and again once a minute only. Threads: any. */
public final class OnceAMinute {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Texts that are remembered; of more than these the oldest is told again. */
  private static final int MOST_TEXTS = 32;

  private final Map<String, Long> toldAt = new LinkedHashMap<>();

  /**
   * True if {@code text} was not told within the last minute, and is told now.
   *
   * @param now the moment, in nanoseconds of a clock that only goes forward
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
