package io.eventpipeline.push.outbox;

import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.UUID;

/**
 * The key space that this worker serves, and the worker's name in the group of the outbox. Threads:
 * any.
 */
@Singleton
public final class OutboxKeys {
  private final KeySpace space;
  private final String worker =
      "push-" + UUID.randomUUID().toString().substring(0, 13).toLowerCase(Locale.ROOT);

  /**
   * @throws IllegalStateException if there are several spaces: a worker serves one
   */
  public OutboxKeys(KeySpaces spaces) {
    if (spaces.all().size() != 1) {
      throw new IllegalStateException("the push worker serves one key space only");
    }
    space = spaces.all().getFirst();
  }

  public KeySpace space() {
    return space;
  }

  /** Unique for this process. */
  public String worker() {
    return worker;
  }
}
