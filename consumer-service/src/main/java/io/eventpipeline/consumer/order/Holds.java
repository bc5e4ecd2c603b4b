package io.eventpipeline.consumer.order;

import java.util.HashMap;
import java.util.Map;

/**
 * The lanes that something outside their partition holds, and since when: a lease of another
 * consumer, the quarantine, a refusal of Redis, a handler over its timeout. Such a hold may never
 * end. Event loop only.
 */
final class Holds {
  /** Few lanes are held at a time. Values are the loop's clock, nanoseconds. */
  private final Map<Lane, Long> since = new HashMap<>();

  /** Starts the hold, unless it lasts already. */
  void start(Lane lane, long now) {
    since.putIfAbsent(lane, now);
  }

  void end(Lane lane) {
    if (!since.isEmpty()) {
      since.remove(lane);
    }
  }

  boolean contains(Lane lane) {
    return since.containsKey(lane);
  }

  /** All holds count from now on. */
  void restart(long now) {
    since.replaceAll((lane, before) -> now);
  }

  /** True if the lane has been held without a break since {@code nanos} or before. */
  boolean hasLasted(Lane lane, long nanos) {
    Long start = since.get(lane);
    return start != null && start <= nanos;
  }

  void clear() {
    since.clear();
  }
}
