package io.eventpipeline.testbed.chaos;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Times in which something was wrong, in unix milliseconds. Threads: any. */
final class Periods {
  private final NavigableMap<Long, Long> ends = new ConcurrentSkipListMap<>();

  void begin(long at) {
    ends.put(at, Long.MAX_VALUE);
  }

  /** Ends what has begun and not ended. */
  void end(long at) {
    ends.replaceAll((from, to) -> Math.min(to, at));
  }

  boolean isOneOpen() {
    return ends.containsValue(Long.MAX_VALUE);
  }

  /** Whether one of them has a moment between {@code from} and {@code to}, both included. */
  boolean overlap(long from, long to) {
    return ends.headMap(to, true).values().stream().anyMatch(end -> end >= from);
  }
}
