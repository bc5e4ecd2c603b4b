package io.eventpipeline.runtime.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;

/**
 * Finds out whether a server takes the writes of scripts, and changes nothing: a write of a key
 * that is not there, only if it is there.
 */
public final class WriteTrial {
  private static final String SCRIPT = "return redis.call('SET', KEYS[1], '', 'XX')";

  private WriteTrial() {}

  /**
   * Queues the question; it fails with what the server refuses the write with.
   *
   * @param key one that never exists, of a family of keys that the caller writes
   */
  public static CompletionStage<?> ask(RedisAsyncCommands<String, String> redis, String key) {
    return redis.eval(SCRIPT, ScriptOutputType.STATUS, key);
  }
}
