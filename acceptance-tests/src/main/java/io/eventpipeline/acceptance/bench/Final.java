package io.eventpipeline.acceptance.bench;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * What Redis says of a run: every event is read back.
 *
 * @param first unix milliseconds at which the first event became final
 * @param last the same of the last
 */
record Final(long first, long last) {
  private static final int CHUNK = 1000;

  /**
   * Reads all of them.
   *
   * @throws IllegalStateException naming one that is not processed
   */
  static Final read(String redis, Events events) {
    long first = Long.MAX_VALUE;
    long last = 0;
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
          long at = Long.parseLong(state[1]);
          first = Math.min(first, at);
          last = Math.max(last, at);
        }
      }
    }
    return new Final(first, last);
  }

  double seconds() {
    return (last - first) / 1000.0;
  }
}
