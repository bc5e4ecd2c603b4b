package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** When the events of a run became final, read back from Redis. */
final class FinalTimes {
  private static final int CHUNK = 1000;

  /** Unix milliseconds, sorted. */
  private final long[] at;

  private FinalTimes(long[] sorted) {
    this.at = sorted;
  }

  /**
   * Reads every event.
   *
   * @throws IllegalStateException if an event is not processed; it names the event
   */
  static FinalTimes read(String redis, TopicEvents events) {
    long[] at = new long[events.count()];
    try (RawRedis client = new RawRedis(redis)) {
      for (int from = 0; from < events.count(); from += CHUNK) {
        int to = Math.min(events.count(), from + CHUNK);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
          RawRedis.encode(
              chunk, List.of("HMGET", "event:" + events.id(i), "status", "processedAt"));
        }
        client.send(chunk.toByteArray());
        for (int i = from; i < to; i++) {
          String[] state = client.answer().split("\n", -1);
          if (state.length < 2 || !state[0].equals("processed")) {
            throw new IllegalStateException(
                "event %s is %s".formatted(events.id(i), List.of(state)));
          }
          at[i] = Long.parseLong(state[1]);
        }
      }
    }
    Arrays.sort(at);
    return new FinalTimes(at);
  }

  /** Unix milliseconds at which the first event became final. */
  long first() {
    return at[0];
  }

  /** Unix milliseconds at which the last event became final. */
  long last() {
    return at[at.length - 1];
  }

  double seconds() {
    return (last() - first()) / 1000.0;
  }

  /** Events a second of the last two thirds, when the JVMs are warmer. */
  double warmRate() {
    int third = at.length / 3;
    return (at.length - third) * 1000.0 / Math.max(1, last() - at[third]);
  }

  /** How many events became final at this time, in Unix milliseconds, or later. */
  int countSince(long millis) {
    int index = Arrays.binarySearch(at, millis);
    while (index > 0 && at[index - 1] == millis) {
      index--;
    }
    return at.length - (index < 0 ? -index - 1 : index);
  }
}
