package io.eventpipeline.ingest.limit;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A sliding second for each of the users, or addresses, seen last, in memory. Threads: any. */
final class LocalWindow {
  private static final int MAX_USERS = 50_000;
  private static final long WINDOW_NANOS = LimitSettings.WINDOW.toNanos();

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ArrayDeque<Long>> taken =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ArrayDeque<Long>> eldest) {
          return size() > MAX_USERS;
        }
      };

  LocalWindow(int limit) {
    this.limit = limit;
  }

  /** Takes up to {@code want} places at the moment {@code now}, in nanoseconds. */
  WindowPermits take(String who, int want, long now) {
    lock.lock();
    try {
      ArrayDeque<Long> window = window(who, now);
      int granted = Math.min(want, limit - window.size());
      for (int i = 0; i < granted; i++) {
        window.addLast(now);
      }
      int left = limit - window.size();
      if (granted == want) {
        return new WindowPermits(granted, 0, left, false);
      }
      long opens = window.getFirst() + WINDOW_NANOS - now;
      return new WindowPermits(granted, TimeUnit.NANOSECONDS.toMillis(opens) + 1, left, false);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the places that were taken last. */
  void giveBack(String who, int places) {
    lock.lock();
    try {
      ArrayDeque<Long> window = taken.getOrDefault(who, new ArrayDeque<>());
      for (int i = 0; i < places && !window.isEmpty(); i++) {
        window.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many places are free. */
  int left(String who, long now) {
    lock.lock();
    try {
      return limit - window(who, now).size();
    } finally {
      lock.unlock();
    }
  }

  /** What of the last second is taken; the lock is held. */
  private ArrayDeque<Long> window(String who, long now) {
    ArrayDeque<Long> window = taken.computeIfAbsent(who, u -> new ArrayDeque<>());
    while (!window.isEmpty() && now - window.peekFirst() > WINDOW_NANOS) {
      window.removeFirst();
    }
    return window;
  }
}
