package io.eventpipeline.consumer.listen;

import java.util.concurrent.TimeUnit;

/**
 * Decides how far apart polls are. A lone record is polled at once. While many come, polls keep a
 * distance, because a poll for a few records costs the broker, Redis and us nearly as much as one
 * for many. A poll returns what was fetched after the poll before, so a record then waits for two
 * distances at most. Poll thread only.
 */
final class PollPace {
  static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Records a millisecond from which on polls keep their distance. */
  private static final int MANY_A_MS = 3;

  /** Records are counted over this time at least. */
  static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A poll that brought so many needs no distance to the next one. */
  private static final int FULL_POLL = 400;

  private long windowFrom;
  private long records;
  private boolean busy;
  private int last;
  private long lastPoll;

  PollPace(long now) {
    windowFrom = now;
    lastPoll = now;
  }

  /** Counts the records of a poll. */
  void countPolled(int count) {
    records += count;
    last = count;
  }

  /** How long the next poll has to wait from {@code now}, 0 to {@link #DISTANCE_NANOS}. */
  long beforePoll(long now) {
    long counted = now - windowFrom;
    if (counted >= WINDOW_NANOS) {
      busy = records >= MANY_A_MS * TimeUnit.NANOSECONDS.toMillis(counted);
      windowFrom = now;
      records = 0;
    }
    boolean waits = busy && last < FULL_POLL;
    long wait = waits ? Math.clamp(lastPoll + DISTANCE_NANOS - now, 0, DISTANCE_NANOS) : 0;
    last = 0;
    lastPoll = now + wait;
    return wait;
  }
}
