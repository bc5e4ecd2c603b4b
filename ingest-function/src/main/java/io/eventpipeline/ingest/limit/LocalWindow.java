package io.eventpipeline.ingest.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sliding windows of the users, or addresses, that this process saw last, in memory. Times are
 * of {@link System#nanoTime}. Threads: any.
 */
final class LocalWindow {
  private static final int MAX_USERS = 50_000;

  private final int limit;
  private final long windowNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ArrayDeque<Long>> taken =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ArrayDeque<Long>> eldest) {
          return size() > MAX_USERS;
        }
      };

  LocalWindow(int limit, Duration window) {
    this.limit = limit;
    this.windowNanos = window.toNanos();
  }

  /**
   * Takes up to {@code want} permits, and no more than {@code most}.
   *
   * @param most what another limit allows, from 0
   */
  WindowPermits take(String who, int want, int most, long now) {
    lock.lock();
    try {
      ArrayDeque<Long> window = slideWindow(who, now);
      int free = limit - window.size();
      int granted = Math.min(Math.min(want, free), most);
      for (int i = 0; i < granted; i++) {
        window.addLast(now);
      }
      long waitMs = free < want ? waitMs(window, now) : 0;
      return new WindowPermits(granted, waitMs, free - granted);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the permits that were taken last. */
  void giveBack(String who, int permits) {
    lock.lock();
    try {
      ArrayDeque<Long> window = taken.getOrDefault(who, new ArrayDeque<>());
      for (int i = 0; i < permits && !window.isEmpty(); i++) {
        window.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops what has left the window. The caller holds the lock. */
  private ArrayDeque<Long> slideWindow(String who, long now) {
    ArrayDeque<Long> window = taken.computeIfAbsent(who, u -> new ArrayDeque<>());
    while (!window.isEmpty() && now - window.peekFirst() > windowNanos) {
      window.removeFirst();
    }
    return window;
  }

  private long waitMs(ArrayDeque<Long> window, long now) {
    long first = window.isEmpty() ? now : window.getFirst();
    return TimeUnit.NANOSECONDS.toMillis(first + windowNanos - now) + 1;
  }
}
