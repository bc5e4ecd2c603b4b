package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.fcm.RecordedPush;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the fake FCM took in a measurement.
 *
 * @param first time of each notification, by its id
 * @param times of all of them, repeated ones too, in order
 */
record Arrivals(Map<String, Instant> first, List<Instant> times) {
  /**
   * Reads the fake's record.
   *
   * @throws IllegalStateException if one of the notifications is missing
   */
  static Arrivals of(List<RecordedPush> pushes, BenchNotes wanted) {
    Map<String, Instant> first = new HashMap<>();
    List<Instant> times = new ArrayList<>();
    pushes.stream()
        .filter(RecordedPush::isTaken)
        .forEach(
            push -> {
              first.merge(push.collapseKey(), push.at(), (a, b) -> a.isBefore(b) ? a : b);
              times.add(push.at());
            });
    for (int i = 0; i < wanted.events().count(); i++) {
      if (!first.containsKey(wanted.id(i))) {
        throw new IllegalStateException("notification " + wanted.id(i) + " did not arrive");
      }
    }
    times.sort(null);
    return new Arrivals(first, times);
  }

  /** How many came that had come before. */
  int repeats() {
    return times.size() - first.size();
  }

  double seconds() {
    return seconds(0);
  }

  double perSecond() {
    return rate(0);
  }

  /** The rate of the last two thirds. */
  double warmRate() {
    return rate(times.size() / 3);
  }

  private double rate(int from) {
    return (times.size() - from) / seconds(from);
  }

  private double seconds(int from) {
    return Duration.between(times.get(from), times.getLast()).toNanos() / 1e9;
  }
}
