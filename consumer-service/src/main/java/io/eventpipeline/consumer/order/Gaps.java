package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The lanes whose next seq is missing. A gap ends when record timestamps have moved past the first
 * waiting event by the timeout. It also ends when the reader stands at the end of the partition and
 * stood there a timeout ago. So a gap ends without traffic, and a backlog never ends one early.
 * Event loop only.
 */
public final class Gaps {
  private final long timeoutMs;
  private final long timeoutNanos;
  private final long maxSeqJump;
  private final Holds holds;
  private final WakeUps wakeUps;
  private final Set<Lane> open = new LinkedHashSet<>();
  private final Set<Lane> over = new HashSet<>();
  private long logTime = Long.MIN_VALUE;

  Gaps(OrderSettings settings, Holds holds, WakeUps wakeUps) {
    this.timeoutMs = settings.gapTimeout().toMillis();
    this.timeoutNanos = settings.gapTimeout().toNanos();
    this.maxSeqJump = settings.maxSeqJump();
    this.holds = holds;
    this.wakeUps = wakeUps;
  }

  /** How many users wait for a missing seq. */
  public int count() {
    return open.size();
  }

  boolean isOpen(Lane lane) {
    return open.contains(lane);
  }

  /** How far record timestamps have to move for a gap to end, milliseconds. */
  long timeoutMs() {
    return timeoutMs;
  }

  /** The partition's record timestamps have come to {@code ms}, unix milliseconds. */
  public void advanceLogTime(long ms) {
    logTime = Math.max(logTime, ms);
  }

  /** Reading goes on at an earlier offset: the log's end and time are unknown again. */
  public void rewind() {
    logTime = Long.MIN_VALUE;
    over.clear();
    open.forEach(lane -> lane.gap().forgetEnd());
  }

  /** All records before the partition's end at {@code nanos}, on the loop's clock, are here. */
  public void reachEnd(long nanos) {
    for (Lane lane : open) {
      if (lane.gap().confirmEnd(nanos, timeoutNanos)) {
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
      lane.gap().start(lane.queues().firstInLog());
    }
    return over.remove(lane);
  }

  /** True if it is time to ask Redis about the missing seq. Schedules the next time, if so. */
  boolean startLook(Lane lane, long now) {
    Gap gap = lane.gap();
    if (gap.awaitsLook(now)) {
      return false;
    }
    boolean due = gap.scheduleLook(now);
    wakeUps.wakeAt(gap.lookAt(), lane);
    return due;
  }

  /** Redis forgot the lane's order: its waiting events have waited for nothing so far. */
  void restart(Lane lane) {
    close(lane);
    lane.gap().restart(logTime);
  }

  /** The lane waits no more. It keeps its {@link Gap}: it may wait for the same seq again. */
  void close(Lane lane) {
    open.remove(lane);
    over.remove(lane);
  }

  /**
   * The lanes whose wait is over. Without room for more records the first gap ends too, if nothing
   * else can move.
   *
   * @param all the lanes of the partition
   */
  List<Lane> end(Collection<Lane> all, boolean outOfRoom, long now) {
    for (Lane lane : open) {
      if (logTime != Long.MIN_VALUE && lane.gap().isOverInLogTime(logTime, timeoutMs)) {
        over.add(lane);
      }
    }
    if (outOfRoom && !open.isEmpty() && onlyGaps(all, now - timeoutNanos)) {
      endFirst(now - timeoutNanos);
    }
    return new ArrayList<>(over);
  }

  /**
   * True if every lane that can move waits for a missing seq. Then only more records, or the end of
   * a wait, can bring it on. A lane that has been held from outside for as long as a gap lasts does
   * not count, and neither does a paused one.
   */
  private boolean onlyGaps(Collection<Lane> all, long longHeld) {
    for (Lane lane : all) {
      boolean stands = lane.state() == LaneState.PAUSED || holds.hasLasted(lane, longHeld);
      if (!stands && !onlyWaits(lane)) {
        return false;
      }
    }
    return true;
  }

  private boolean onlyWaits(Lane lane) {
    return open.contains(lane) && !lane.queues().hasRunnable(maxSeqJump);
  }

  /** Ends the wait with the lowest offset. Ending that of a lane that is held changes nothing. */
  private void endFirst(long longHeld) {
    Lane first = null;
    long lowest = Long.MAX_VALUE;
    for (Lane lane : open) {
      long offset = lane.gap().firstOffset();
      if (offset < lowest && !holds.hasLasted(lane, longHeld)) {
        lowest = offset;
        first = lane;
      }
    }
    if (first != null) {
      over.add(first);
    }
  }
}
