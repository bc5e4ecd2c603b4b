package io.eventpipeline.local.command;

import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Shows what became of the notification of an order, in a pipeline with a push worker. */
final class PushDemo {
  private static final Duration SENT_WITHIN = Duration.ofSeconds(15);

  private PushDemo() {}

  /**
   * Waits for the notification and prints how it ended.
   *
   * @param where the pipeline runs, see {@link DataFolder#whereRunning}; empty if that is unknown
   */
  static void show(String eventId, Properties where, RedisCommands<String, String> redis)
      throws InterruptedException {
    String log = where.getProperty("pushLog", "");
    if (log.isEmpty()) {
      return;
    }
    String id = eventId + "#1";
    @Nullable String end = await("push:sent:" + id, redis);
    System.out.printf(
        "its notification %s %s; the push worker's log is %s%n",
        id,
        end == null ? "did not leave within %d s".formatted(SENT_WITHIN.toSeconds()) : "is " + end,
        log);
  }

  private static @Nullable String await(String key, RedisCommands<String, String> redis)
      throws InterruptedException {
    long end = System.nanoTime() + SENT_WITHIN.toNanos();
    @Nullable String found = redis.get(key);
    while (found == null && System.nanoTime() < end) {
      Thread.sleep(50);
      found = redis.get(key);
    }
    return found;
  }
}
