package io.eventpipeline.testbed.bench;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * When the events of a run became final, read back from Redis.
 *
 * @param count of events
 * @param first unix milliseconds at which the first event became final
 * @param third the same of the last of the first third
 * @param last the same of the last
 */
record FinalTimes(int count, long first, long third, long last) {
  private static final int CHUNK = 1000;

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
    return new FinalTimes(at.length, at[0], at[at.length / 3], at[at.length - 1]);
  }

  double seconds() {
    return (last - first) / 1000.0;
  }

  /** Events a second of the last two thirds, when the JVMs are warmer. */
  double warmRate() {
    return (count - count / 3) * 1000.0 / Math.max(1, last - third);
  }
}
