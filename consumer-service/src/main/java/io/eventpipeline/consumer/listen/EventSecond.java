package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.order.PendingEvent;

/**
 * The second of the window log that an event counts in. It follows from the record alone, so that
 * each reader and each reading finds the same one, however long the record waited.
 */
final class EventSecond {
  /** An API takes 120 s from its clock; the record is written a little later. */
  private static final long MOST_APART_MS = 130_000;

  /** How far a producer's clock may run ahead of ours. */
  private static final long MOST_AHEAD_MS = 120_000;

  private EventSecond() {}

  /**
   * @param time event time, unix milliseconds
   * @param recordTimestamp unix milliseconds
   * @param now our clock; the record's timestamp itself if the broker set that
   * @return unix seconds, or {@link PendingEvent#NO_SECOND}
   */
  static long of(long time, long recordTimestamp, long now) {
    if (recordTimestamp < 0 || recordTimestamp - now > MOST_AHEAD_MS) {
      return PendingEvent.NO_SECOND;
    }
    return Math.floorDiv(isForeign(time, recordTimestamp) ? recordTimestamp : time, 1000L);
  }

  /**
   * The second of a replay. Its record is new, however old the event is, so only a time ahead of
   * the record is not believed.
   *
   * @param time as in {@link #of}
   * @param recordTimestamp as in {@link #of}
   * @param now as in {@link #of}
   * @return unix seconds, or {@link PendingEvent#NO_SECOND}
   */
  static long ofReplay(long time, long recordTimestamp, long now) {
    long second = of(time, recordTimestamp, now);
    boolean old = time >= 0 && time < recordTimestamp;
    return old && second != PendingEvent.NO_SECOND ? Math.floorDiv(time, 1000L) : second;
  }

  /** True if the event time is so far from the record's that the record's counts. */
  static boolean isForeign(long time, long recordTimestamp) {
    return time < 0 || Math.abs(time - recordTimestamp) > MOST_APART_MS;
  }
}
