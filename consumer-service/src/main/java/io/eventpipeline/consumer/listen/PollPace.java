package io.eventpipeline.consumer.listen;

import java.util.concurrent.TimeUnit;

/**
 * How far apart polls are. A lone record is polled for at once; while records come thick, polls
 * keep a distance in which some gather, because a poll for each few of them costs the broker, Redis
 * and us nearly as much as one for many. What a poll returns was fetched after the poll before, so
 * a record then waits for up to two distances. Poll thread only.
 */
final class PollPace {
  static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Records a millisecond from which on they come thick. */
  private static final int THICK = 3;

  /** Over how long they are counted, at least. */
  static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A poll that brought as many needs no distance to the next one. */
  private static final int MANY = 400;

  private long windowFrom;
  private long records;
  private boolean thick;
  private int last;
  private long lastPoll;

  PollPace(long now) {
    windowFrom = now;
    lastPoll = now;
  }

  /** A poll brought {@code count} records. */
  void polled(int count) {
    records += count;
    last = count;
  }

  /** How long the next poll is to wait from {@code now}, 0 to {@link #DISTANCE_NANOS}. */
  long beforePoll(long now) {
    long counted = now - windowFrom;
    if (counted >= WINDOW_NANOS) {
      thick = records >= THICK * TimeUnit.NANOSECONDS.toMillis(counted);
      windowFrom = now;
      records = 0;
    }
    boolean waits = thick && last < MANY;
    long wait = waits ? Math.clamp(lastPoll + DISTANCE_NANOS - now, 0, DISTANCE_NANOS) : 0;
    last = 0;
    lastPoll = now + wait;
    return wait;
  }
}
