package io.eventpipeline.ingest.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of Redis, to leave in as few calls as may be. While a call is unanswered the next
 * questions gather; and calls keep a distance from each other, because a call costs Redis, us and
 * all that comes after it nearly as much for one question as for many. A lone question leaves at
 * once. Times are of {@link System#nanoTime}. Threads: any.
 */
final class LimitBatcher<T> {
  /** From one call to the next. A question waits for so long at most, and for an answer. */
  private static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** So many questions need no distance to the call before. */
  private static final int MANY = 24;

  private List<T> gathered = new ArrayList<>();
  private boolean isAwaited;
  private boolean rests;
  private long left;

  LimitBatcher(long now) {
    left = now - DISTANCE_NANOS;
  }

  /** What is to be done now. */
  sealed interface Next<T> {}

  /** These leave in one call, and {@link #answered} is to be called when its answer is here. */
  record Leaves<T>(List<T> all) implements Next<T> {}

  /** {@link #rested} is to be called after so long. */
  record Rests<T>(long nanos) implements Next<T> {}

  /** All that is to be done is under way. */
  record Nothing<T>() implements Next<T> {}

  synchronized Next<T> add(List<T> some, long now) {
    gathered.addAll(some);
    return next(now);
  }

  synchronized Next<T> answered(long now) {
    isAwaited = false;
    return next(now);
  }

  /** What has gathered leaves, whatever became of the call that it kept a distance from. */
  synchronized Next<T> rested(long now) {
    rests = false;
    return isAwaited || gathered.isEmpty() ? new Nothing<>() : leave(now);
  }

  private Next<T> next(long now) {
    if (isAwaited || gathered.isEmpty()) {
      return new Nothing<>();
    }
    long rest = left + DISTANCE_NANOS - now;
    if (rest <= 0 || gathered.size() >= MANY) {
      return leave(now);
    }
    if (rests) {
      return new Nothing<>();
    }
    rests = true;
    return new Rests<>(rest);
  }

  private Next<T> leave(long now) {
    Next<T> leaves = new Leaves<>(gathered);
    gathered = new ArrayList<>();
    isAwaited = true;
    left = now;
    return leaves;
  }
}
