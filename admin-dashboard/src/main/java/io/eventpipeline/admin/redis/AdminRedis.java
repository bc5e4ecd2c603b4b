package io.eventpipeline.admin.redis;

import io.eventpipeline.runtime.redis.LuaScript;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Redis and waits for the answer. Every method throws {@link RedisException} if Redis refuses,
 * is away or does not answer in time. Threads: any; they wait.
 */
public final class AdminRedis {
  private final Link link;
  private final Duration timeout;

  /** Where the answers come from. Threads: any. */
  interface Link {
    /**
     * The commands of now.
     *
     * @throws RedisException if there is no connection
     */
    RedisAsyncCommands<String, String> commands();

    /** Hears of each answer that did not come, or was an error. */
    void failed(Exception why);
  }

  /**
   * @param connection stays the caller's to close
   * @param timeout the longest wait for one answer
   */
  public AdminRedis(StatefulRedisConnection<String, String> connection, Duration timeout) {
    this(
        new Link() {
          @Override
          public RedisAsyncCommands<String, String> commands() {
            return connection.async();
          }

          @Override
          public void failed(Exception why) {}
        },
        timeout);
  }

  AdminRedis(Link link, Duration timeout) {
    this.link = link;
    this.timeout = timeout;
  }

  /** Commands that do not wait; {@link #await} does. */
  public RedisAsyncCommands<String, String> commands() {
    return link.commands();
  }

  /** Runs a script that returns a text. */
  public String text(LuaScript script, List<String> keys, List<String> args) {
    return await(this.<String>run(script, ScriptOutputType.VALUE, keys, args));
  }

  /** Runs a script that returns an integer. */
  public long number(LuaScript script, List<String> keys, List<String> args) {
    return await(this.<Long>run(script, ScriptOutputType.INTEGER, keys, args));
  }

  /** Runs a script that returns an array. */
  public List<Object> list(LuaScript script, List<String> keys, List<String> args) {
    return await(this.<List<Object>>run(script, ScriptOutputType.MULTI, keys, args));
  }

  private <T> CompletionStage<T> run(
      LuaScript script, ScriptOutputType output, List<String> keys, List<String> args) {
    String[] names = keys.toArray(String[]::new);
    String[] values = args.toArray(String[]::new);
    return script.run(
        (how, text) ->
            how == CommandType.EVALSHA
                ? commands().evalsha(text, output, names, values)
                : commands().eval(text, output, names, values));
  }

  /** Redis' clock, unix milliseconds. */
  public long millis() {
    List<String> time = await(commands().time());
    return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
  }

  /** Waits for one answer. */
  public <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      link.failed(e);
      throw new RedisCommandTimeoutException(
          "Redis has not answered for " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      link.failed(e);
      throw e.getCause() instanceof RedisException known
          ? known
          : new RedisCommandExecutionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException("interrupted while Redis was asked", e);
    }
  }
}
