package io.eventpipeline.query.redis;

import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisSession;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A connection whose values are bytes, as long as it lasts. Another session may lead to a server
 * with other data. Threads: any.
 */
public final class QuerySession {
  /** A key that no table has. */
  private static final String NO_KEY = new KeySpace("").refChunk("", 0);

  private final RedisSession redis;
  private final RedisAsyncCommands<String, byte[]> commands;

  private QuerySession(RedisSession redis, RedisAsyncCommands<String, byte[]> commands) {
    this.redis = redis;
    this.commands = commands;
  }

  /**
   * Makes sure that the server takes writes.
   *
   * @throws RuntimeException if it does not
   */
  static QuerySession prepare(RedisSession redis) {
    redis.proveWrites(NO_KEY, "the window log and the reference table");
    RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    return new QuerySession(redis, redis.connectAgain(codec).async());
  }

  RedisSession redis() {
    return redis;
  }

  CompletionStage<List<Object>> run(LuaScript script, String[] keys, byte[][] args) {
    return script.run(
        (how, text) ->
            how == CommandType.EVALSHA
                ? commands.evalsha(text, ScriptOutputType.MULTI, keys, args)
                : commands.eval(text, ScriptOutputType.MULTI, keys, args));
  }
}
