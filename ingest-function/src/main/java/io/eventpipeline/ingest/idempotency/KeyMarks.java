package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.LuaScript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The marks of requests in Redis. Never blocks. Threads: any. */
final class KeyMarks {
  private static final LuaScript RESERVE = LuaScript.beside(KeyMarks.class, "reserve");
  private static final LuaScript RELEASE = LuaScript.beside(KeyMarks.class, "release");

  private final FailFastRedis redis;

  KeyMarks(FailFastRedis redis) {
    this.redis = redis;
  }

  /**
   * Reserves the keys that are free; fails if Redis is away.
   *
   * @param marks in one key space
   * @param lease how long a reservation holds
   * @return the status of each mark, in their order
   */
  CompletionStage<List<KeyStatus>> reserve(List<KeyMark> marks, Duration lease) {
    String[] keys = new String[marks.size()];
    String[] args = new String[1 + 2 * marks.size()];
    args[0] = Long.toString(lease.toMillis());
    for (int i = 0; i < keys.length; i++) {
      keys[i] = marks.get(i).key();
      args[1 + 2 * i] = marks.get(i).fingerprint();
      args[2 + 2 * i] = marks.get(i).token();
    }
    return redis
        .run(RESERVE, keys, args)
        .thenApply(codes -> codes.stream().map(KeyStatus::of).toList());
  }

  /**
   * Keeps the key: Kafka acknowledged the event. This also holds after the reservation expired, and
   * whoever reserved the key since. Nobody waits for it, because Redis runs the commands of this
   * process in order, and a key that could not be kept expires.
   */
  void keep(KeyMark mark, Duration retention) {
    keep(mark.key(), mark.done(), retention);
  }

  /** As {@link #keep(KeyMark, Duration)}, with a value of the caller's own. */
  void keep(String key, String done, Duration retention) {
    var unused = redis.set(key, done, retention);
  }

  /**
   * Removes the key if it still has the value that a reservation stored; done when others can see
   * that. Never fails.
   */
  CompletionStage<Void> release(String key, String pending) {
    return redis
        .run(RELEASE, new String[] {key}, new String[] {pending})
        .handle((released, redisIsAway) -> null);
  }
}
