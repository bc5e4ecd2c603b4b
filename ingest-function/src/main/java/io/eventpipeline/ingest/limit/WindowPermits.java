package io.eventpipeline.ingest.limit;

import java.util.Map;

/**
 * The permits that one window granted.
 *
 * @param granted permits, from 0
 * @param waitMs milliseconds until the window has more; 0 if it had enough
 * @param left permits still free in the window. If some remain although fewer were granted than
 *     asked for, another limit refused the rest.
 */
record WindowPermits(int granted, long waitMs, int left) {
  /** As if {@code unused} of the granted permits had not been taken. */
  WindowPermits without(int unused) {
    return new WindowPermits(granted - unused, waitMs, left + unused);
  }

  static int totalGranted(Map<String, WindowPermits> users) {
    int total = 0;
    for (WindowPermits user : users.values()) {
      total += user.granted();
    }
    return total;
  }
}
