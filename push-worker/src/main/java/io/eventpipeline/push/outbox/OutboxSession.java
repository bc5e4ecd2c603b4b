package io.eventpipeline.push.outbox;

import io.eventpipeline.runtime.redis.ConnectionEnd;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.WriteTrial;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Two connections, as long as both last: one for scripts, and one for reads that wait for entries.
 * Threads: any.
 */
final class OutboxSession {
  /** A key that no notification has. */
  private static final String NO_KEY = new KeySpace("").pushSent("");

  private final StatefulRedisConnection<String, String> forScripts;
  private final StatefulRedisConnection<String, String> forReads;
  private final RedisServerInfo server;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

  private OutboxSession(
      StatefulRedisConnection<String, String> forScripts,
      StatefulRedisConnection<String, String> forReads,
      RedisServerInfo server) {
    this.forScripts = forScripts;
    this.forReads = forReads;
    this.server = server;
  }

  /**
   * Connects, and makes sure that the server takes writes.
   *
   * @throws RuntimeException if it does not
   */
  static OutboxSession connect(RedisClient client, Duration timeout) {
    StatefulRedisConnection<String, String> forScripts = client.connect(StringCodec.UTF8);
    try {
      RedisServerInfo server = examine(forScripts, timeout);
      OutboxSession session =
          new OutboxSession(forScripts, client.connect(StringCodec.UTF8), server);
      session.endWith(session.forScripts);
      session.endWith(session.forReads);
      return session;
    } catch (RuntimeException e) {
      forScripts.closeAsync();
      throw e;
    }
  }

  private static RedisServerInfo examine(
      StatefulRedisConnection<String, String> connection, Duration timeout) {
    RedisServerInfo server = RedisServerInfo.parse(await(connection.async().info(), timeout));
    String obstacle = server.obstacle();
    if (obstacle != null) {
      throw new IllegalStateException(obstacle);
    }
    var unused = await(WriteTrial.ask(connection.async(), NO_KEY), timeout);
    return server;
  }

  private static <T> T await(CompletionStage<T> answer, Duration timeout) {
    return answer.toCompletableFuture().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void endWith(StatefulRedisConnection<String, String> connection) {
    connection.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
            ended.complete("the connection broke");
          }
        });
    if (!connection.isOpen()) {
      ended.complete("the connection broke");
    }
  }

  RedisServerInfo server() {
    return server;
  }

  /** Commands of the connection that may wait for entries. */
  RedisAsyncCommands<String, String> reads() {
    return forReads.async();
  }

  /** Sends a script. A server that has forgotten the script gets its text. */
  CompletionStage<List<Object>> run(LuaScript script, String[] keys, String[] args) {
    RedisAsyncCommands<String, String> redis = forScripts.async();
    return script.run(
        (how, text) ->
            how == CommandType.EVALSHA
                ? redis.evalsha(text, ScriptOutputType.MULTI, keys, args)
                : redis.eval(text, ScriptOutputType.MULTI, keys, args));
  }

  /** Completes with the reason once the connections are of no more use. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /** Ends both connections; missing answers will not come. */
  void end(String why) {
    ended.complete(why);
    if (closed.compareAndSet(false, true)) {
      CompletableFuture.allOf(forReads.closeAsync(), forScripts.closeAsync())
          .whenComplete((both, error) -> disconnected.complete(null));
    }
  }

  /** Ends both connections and waits until they are closed, for a second at most. */
  void endAndWait(String why) {
    end(why);
    ConnectionEnd.await(disconnected);
  }
}
