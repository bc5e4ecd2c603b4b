package io.eventpipeline.consumer.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lanes whose next seq is missing, and when the wait for it is over: when the partition's
 * record timestamps have moved past the first waiting event by the timeout; or when the timeout has
 * gone by since we first stood at the end of the partition with this gap, and the end was confirmed
 * after that. So the wait ends without traffic, and a backlog never ends one early. Event loop
 * only.
 */
public final class Gaps {
  private final long timeoutMs;
  private final long timeoutNanos;
  private final Set<Lane> open = new LinkedHashSet<>();
  private final Set<Lane> over = new HashSet<>();
  private long logTime = Long.MIN_VALUE;

  Gaps(Duration timeout) {
    this.timeoutMs = timeout.toMillis();
    this.timeoutNanos = timeout.toNanos();
  }

  /** How many users wait for a missing seq. */
  public int count() {
    return open.size();
  }

  /** True if the lane waits for a missing seq. */
  boolean isOpen(Lane lane) {
    return open.contains(lane);
  }

  /** The partition's record timestamps have come to {@code ms}, unix milliseconds. */
  public void logTime(long ms) {
    logTime = Math.max(logTime, ms);
  }

  /** Reading goes on at an earlier place: what was known of the log's end and time is void. */
  public void rewound() {
    logTime = Long.MIN_VALUE;
    over.clear();
    for (Lane lane : open) {
      Gap gap = lane.gap();
      if (gap != null) {
        lane.gap(new Gap(gap.first(), gap.since(), Gap.NOT_YET));
      }
    }
  }

  /** All records before the partition's end of {@code nanos}, on the loop's clock, are here. */
  public void atEnd(long nanos) {
    for (Lane lane : open) {
      Gap gap = lane.gap();
      if (gap == null) {
        continue;
      }
      if (gap.stoodAtEnd() == Gap.NOT_YET) {
        lane.gap(new Gap(gap.first(), gap.since(), nanos));
      } else if (gap.isOverAtEnd(nanos, timeoutNanos)) {
        over.add(lane);
      }
    }
  }

  /**
   * The lane stands before a missing seq.
   *
   * @return true if its wait is over
   */
  boolean open(Lane lane) {
    if (open.add(lane)) {
      PendingEvent first = lane.firstWaiting();
      Gap gap = lane.gap();
      if (first != null && (gap == null || gap.first() != first)) {
        lane.gap(new Gap(first, Math.max(first.logTime(), lane.waitsSince()), Gap.NOT_YET));
      }
    }
    return over.remove(lane);
  }

  /** Redis forgot the lane's order: its waiting events have waited for nothing so far. */
  void restart(Lane lane) {
    close(lane);
    lane.gap(null);
    lane.waitsSince(logTime);
  }

  /** It no longer does. What is known of the first waiting event's wait is kept for the next. */
  void close(Lane lane) {
    open.remove(lane);
    over.remove(lane);
  }

  /** The lanes whose wait is over. */
  List<Lane> due() {
    for (Lane lane : open) {
      Gap gap = lane.gap();
      if (logTime != Long.MIN_VALUE && gap != null && gap.isOverInLogTime(logTime, timeoutMs)) {
        over.add(lane);
      }
    }
    return new ArrayList<>(over);
  }

  /**
   * Ends the wait whose first waiting event has the lowest offset of all.
   *
   * @param longHeld lanes that are held since then are passed over: the end would change nothing
   */
  @Nullable Lane endFirst(long longHeld) {
    Lane first = null;
    long lowest = Long.MAX_VALUE;
    for (Lane lane : open) {
      Gap gap = lane.gap();
      if (gap != null && gap.first().offset() < lowest && !lane.isHeldSince(longHeld)) {
        lowest = gap.first().offset();
        first = lane;
      }
    }
    if (first != null) {
      over.add(first);
    }
    return first;
  }
}
