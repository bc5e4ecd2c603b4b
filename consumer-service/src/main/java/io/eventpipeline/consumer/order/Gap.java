package io.eventpipeline.consumer.order;

import org.jspecify.annotations.Nullable;

/**
 * The wait of one lane for a missing seq. It outlives the gap: a lane that waits again for the same
 * first event goes on with the old wait. Event loop only.
 */
final class Gap {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NOT_YET = Long.MIN_VALUE;

  private @Nullable PendingEvent first;
  private long since;
  private long earliest = Long.MIN_VALUE;
  private long stoodAtEnd = NOT_YET;
  private long lookAt = NEVER;
  private long lookWait;

  /** Starts the wait, unless it runs already for this event. */
  void start(PendingEvent firstWaiting) {
    if (first != firstWaiting) {
      first = firstWaiting;
      since = Math.max(firstWaiting.logTime(), earliest);
      stoodAtEnd = NOT_YET;
    }
  }

  /** Forgets the wait. No later one counts from before {@code logTime}, unix milliseconds. */
  void restart(long logTime) {
    first = null;
    earliest = logTime;
  }

  /** The log time from which the wait counts, unix milliseconds. */
  long since() {
    return since;
  }

  /** The offset of the first waiting event; {@link Long#MAX_VALUE} if none waits. */
  long firstOffset() {
    return first == null ? Long.MAX_VALUE : first.offset();
  }

  /** True if record timestamps have moved past the first waiting event by the timeout. */
  boolean isOverInLogTime(long logTime, long timeoutMs) {
    return first != null && logTime - since >= timeoutMs;
  }

  /**
   * All records before the partition's end at {@code nanos}, on the loop's clock, have been read.
   *
   * @return true if the same was so a timeout ago: the wait is over
   */
  boolean confirmEnd(long nanos, long timeoutNanos) {
    if (first == null) {
      return false;
    }
    stoodAtEnd = stoodAtEnd == NOT_YET ? nanos : stoodAtEnd;
    return nanos - stoodAtEnd >= timeoutNanos;
  }

  /** The partition's end is ahead again. */
  void forgetEnd() {
    stoodAtEnd = NOT_YET;
  }

  /** True if the next look is scheduled for later than {@code now}. */
  boolean awaitsLook(long now) {
    return lookAt != NEVER && now < lookAt;
  }

  /** When to look next; {@link Long#MAX_VALUE} before {@link #scheduleLook}. */
  long lookAt() {
    return lookAt;
  }

  /**
   * Schedules the next look at Redis: another consumer may have moved the order on.
   *
   * @return true if one was scheduled before, so it is time for that one
   */
  boolean scheduleLook(long now) {
    boolean due = lookAt != NEVER;
    long wait = due ? 2 * lookWait : OrderSettings.FIRST_LOOK.toNanos();
    lookWait = Math.min(wait, OrderSettings.LONGEST_LOOK.toNanos());
    lookAt = now + lookWait;
    return due;
  }

  void stopLooking() {
    lookAt = NEVER;
  }
}
