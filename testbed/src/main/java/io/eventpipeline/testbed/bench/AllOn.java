package io.eventpipeline.testbed.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** All of a consumer that costs something for each event: the window log, a rule of the outbox. */
final class AllOn {
  /** Variables of a consumer. Each payment emits a notification, which nobody takes. */
  static final Map<String, String> SETTINGS = settings();

  /** A record of the window log is the length of a user's id, then the id. */
  private static final int LENGTH_BYTES = 2;

  private AllOn() {}

  private static Map<String, String> settings() {
    Map<String, String> all = new HashMap<>(BenchNotes.OF_PAYMENTS);
    all.put("WINDOW_ENABLED", "true");
    all.put("OUTBOX_MAX_BACKLOG", "1000000000");
    return Map.copyOf(all);
  }

  /**
   * Checks that the window log and the outbox hold at least what the events leave there.
   *
   * @throws IllegalStateException if not: then something was not switched on
   */
  static void requireTraces(String redis, BenchEvents events) {
    try (RawRedis client = new RawRedis(redis)) {
      long notes = number(client, "XLEN", BenchNotes.OUTBOX);
      long log =
          client.ask("KEYS", "win:*").lines().mapToLong(key -> number(client, "STRLEN", key)).sum();
      long least = 0;
      for (int i = 0; i < events.count(); i++) {
        least += LENGTH_BYTES + events.user(i).getBytes(StandardCharsets.UTF_8).length;
      }
      if (notes < events.payments() || log < least) {
        throw new IllegalStateException(
            "%d of %d notifications in the outbox, %d of %d bytes in the window log"
                .formatted(notes, events.payments(), log, least));
      }
    }
  }

  private static long number(RawRedis client, String command, String key) {
    return Long.parseLong(client.ask(command, key).strip());
  }
}
