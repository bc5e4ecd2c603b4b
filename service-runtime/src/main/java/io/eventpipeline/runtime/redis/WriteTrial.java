package io.eventpipeline.runtime.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;

/**
 * Checks whether a server accepts writes from scripts, without changing data: it overwrites a key
 * that never exists, and only if it exists.
 */
public final class WriteTrial {
  private static final String SCRIPT = "return redis.call('SET', KEYS[1], '', 'XX')";

  private WriteTrial() {}

  /**
   * Queues the check. It fails with the server's refusal.
   *
   * @param key one that never exists, with a prefix that the caller may write
   */
  public static CompletionStage<?> ask(RedisAsyncCommands<String, String> redis, String key) {
    return redis.eval(SCRIPT, ScriptOutputType.STATUS, key);
  }
}
