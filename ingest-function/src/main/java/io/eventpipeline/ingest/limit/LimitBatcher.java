package io.eventpipeline.ingest.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decides when requests for permits leave for Redis, in few calls: a call costs nearly as much for
 * one request as for many. One call is under way at a time, calls keep a distance, and requests
 * collect meanwhile. A lone request leaves at once. Times are of {@link System#nanoTime}. Threads:
 * any.
 */
final class LimitBatcher<T> {
  /** From one call to the next, and the longest that a request waits, apart from Redis' answer. */
  private static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** This many requests leave without keeping the distance. */
  private static final int MANY = 24;

  private List<T> collected = new ArrayList<>();
  private boolean isAwaitingAnswer;
  private boolean isPausing;
  private long lastSent;

  LimitBatcher(long now) {
    lastSent = now - DISTANCE_NANOS;
  }

  /** What the caller has to do now. */
  sealed interface Step<T> {}

  /** Send these in one call, and report the answer to {@link #recordAnswer}. */
  record Send<T>(List<T> batch) implements Step<T> {}

  /** Wait this long, then call {@link #paused}. */
  record Pause<T>(long nanos) implements Step<T> {}

  /** Do nothing: an answer or a pause is still to come. */
  record Idle<T>() implements Step<T> {}

  synchronized Step<T> add(List<T> requests, long now) {
    collected.addAll(requests);
    return next(now);
  }

  synchronized Step<T> recordAnswer(long now) {
    isAwaitingAnswer = false;
    return next(now);
  }

  /** Sends what has collected, whatever became of the call that it kept a distance from. */
  synchronized Step<T> paused(long now) {
    isPausing = false;
    return isAwaitingAnswer || collected.isEmpty() ? new Idle<>() : send(now);
  }

  private Step<T> next(long now) {
    if (isAwaitingAnswer || collected.isEmpty()) {
      return new Idle<>();
    }
    long pause = lastSent + DISTANCE_NANOS - now;
    if (pause <= 0 || collected.size() >= MANY) {
      return send(now);
    }
    if (isPausing) {
      return new Idle<>();
    }
    isPausing = true;
    return new Pause<>(pause);
  }

  private Step<T> send(long now) {
    Step<T> send = new Send<>(collected);
    collected = new ArrayList<>();
    isAwaitingAnswer = true;
    lastSent = now;
    return send;
  }
}
