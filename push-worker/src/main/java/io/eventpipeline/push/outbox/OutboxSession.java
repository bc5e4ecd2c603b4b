package io.eventpipeline.push.outbox;

import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisSession;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The two connections of one session: one for scripts, and one for reads that wait for entries.
 * Threads: any.
 *
 * @param reads commands of the connection that may wait for entries
 */
record OutboxSession(
    RedisSession redis,
    RedisAsyncCommands<String, String> scripts,
    RedisAsyncCommands<String, String> reads) {
  /** A key that no notification has. */
  private static final String NO_KEY = new KeySpace("").pushSent("");

  /**
   * Makes sure that the server takes writes, and connects a second time.
   *
   * @throws RuntimeException if that fails
   */
  static OutboxSession prepare(RedisSession redis) {
    redis.proveWrites(NO_KEY, "notifications");
    return new OutboxSession(redis, redis.connection().async(), redis.connectAgain().async());
  }

  /** Sends a script. A server that has forgotten the script gets its text. */
  CompletionStage<List<Object>> run(LuaScript script, String[] keys, String[] args) {
    return script.run(
        (how, text) ->
            how == CommandType.EVALSHA
                ? scripts.evalsha(text, ScriptOutputType.MULTI, keys, args)
                : scripts.eval(text, ScriptOutputType.MULTI, keys, args));
  }
}
