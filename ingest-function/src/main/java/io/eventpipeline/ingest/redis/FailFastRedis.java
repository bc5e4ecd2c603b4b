package io.eventpipeline.ingest.redis;

import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.redis.RedisTrouble;
import io.eventpipeline.runtime.redis.ServerRefusal;
import io.eventpipeline.runtime.redis.ServerRefusal.Remedy;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.CommandType;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.netty.channel.EventLoop;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to Redis. Commands of concurrent requests leave together: the connection's
 * thread flushes them when it gets to it. No call waits; while Redis is away or slow, calls fail at
 * once. Threads: any.
 */
@Singleton
public final class FailFastRedis implements ApplicationEventListener<StartupEvent>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FailFastRedis.class);

  /** How long health reports the last failure although no call has failed since. */
  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  private final RedisEventLoop loop;
  private final ServerConnection server;
  private final RedisTrouble trouble;
  private final OnceAMinute complaints = new OnceAMinute();
  private final long timeoutMs;
  private final Breaker breaker = new Breaker();
  private final AtomicBoolean flushPending = new AtomicBoolean();

  FailFastRedis(
      RedisSettings settings, CallSettings calls, RedisClient client, RedisEventLoop loop) {
    timeoutMs = calls.timeout().toMillis();
    this.loop = loop;
    trouble =
        new RedisTrouble(
            LOG,
            settings.address(),
            "Events are accepted without it: each process limits on its own, and idempotency keys"
                + " are not checked. Retrying at least once a second");
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().keepAlive(true).build())
            .build());
    server = new ServerConnection(client, settings.timeout(), trouble, breaker::recordAnswer);
  }

  /** Starts to connect. */
  @Override
  public void onApplicationEvent(StartupEvent event) {
    server.start();
  }

  /** Whether Redis answered the last call in time. */
  public boolean isWell() {
    return server.current() != null && breaker.isWell();
  }

  /** Whether Redis answers now, in time. Never fails. */
  public CompletionStage<Boolean> answers() {
    return ask(RedisAsyncCommands::ping).handle((pong, error) -> error == null);
  }

  /** Why Redis does not work; empty if it does, as far as this process knows. */
  String trouble() {
    String why = trouble.now();
    return why != null ? why : server.current() == null ? "not connected yet" : "";
  }

  /** Whether {@code redis.uri} names a server that can never work for this process. */
  boolean isMisled() {
    return server.unfit() != null;
  }

  /** Runs a script; fails if Redis is away or does not answer in time. */
  public CompletionStage<List<Long>> run(LuaScript script, String[] keys, String[] args) {
    return ask(redis -> script.run((how, text) -> send(redis, how, text, keys, args)));
  }

  /** Runs a script that returns integers and texts; fails as {@link #run} does. */
  public CompletionStage<List<Object>> runMixed(LuaScript script, String[] keys, String[] args) {
    return ask(redis -> script.run((how, text) -> send(redis, how, text, keys, args)));
  }

  private <T> CompletionStage<List<T>> send(
      RedisAsyncCommands<String, String> redis,
      CommandType how,
      String script,
      String[] keys,
      String[] args) {
    CompletionStage<List<T>> answer =
        how == CommandType.EVALSHA
            ? redis.evalsha(script, ScriptOutputType.MULTI, keys, args)
            : redis.eval(script, ScriptOutputType.MULTI, keys, args);
    if (how == CommandType.EVAL) { // the flush of the call that it repeats is over
      flushSoon();
    }
    return answer;
  }

  /** Sets a string that expires after {@code life}; fails as {@link #run} does. */
  public CompletionStage<String> set(String key, String value, Duration life) {
    return ask(redis -> redis.set(key, value, SetArgs.Builder.px(life)));
  }

  /** Adds one to a field of a hash; fails as {@link #run} does. */
  public CompletionStage<Long> increment(String key, String field) {
    return ask(redis -> redis.hincrby(key, field, 1));
  }

  /** Removes members of a sorted set; fails as {@link #run} does. */
  public CompletionStage<Long> removeMembers(String key, String... members) {
    return ask(redis -> redis.zrem(key, members));
  }

  /** Reads the fields of a hash, none if it does not exist; fails as {@link #run} does. */
  public CompletionStage<Map<String, String>> hash(String key) {
    return ask(redis -> redis.hgetall(key));
  }

  /**
   * Runs a task on the connection's thread after a delay, or at once if there is no such thread.
   */
  public void later(Runnable task, long nanos) {
    EventLoop its = loop.current();
    try {
      if (its != null) {
        var unused = its.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return;
      }
    } catch (RejectedExecutionException | IllegalStateException closing) {
      LOG.debug("The connection is closing; running the delayed task now", closing);
    }
    task.run();
  }

  /** Sends one command; fails as {@link #run} does. */
  <T> CompletionStage<T> ask(
      Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
    StatefulRedisConnection<String, String> current = server.current();
    EventLoop its = loop.current();
    if (current == null || its == null || !breaker.tryPass(System.nanoTime())) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
    }
    try {
      CompletableFuture<T> answer = command.apply(current.async()).toCompletableFuture();
      flushSoon();
      // On the connection's thread, which is awake anyway; a timer's thread would have to wake up.
      Future<?> timeout =
          its.schedule(
              () -> answer.completeExceptionally(new TimeoutException()),
              timeoutMs,
              TimeUnit.MILLISECONDS);
      return answer.whenComplete(
          (value, error) -> {
            timeout.cancel(false);
            recordResult(current, error);
          });
    } catch (RedisException | RejectedExecutionException | IllegalStateException rejected) {
      recordResult(current, rejected);
      return CompletableFuture.failedFuture(rejected);
    }
  }

  private void recordResult(
      StatefulRedisConnection<String, String> asked, @Nullable Throwable error) {
    if (error == null) {
      breaker.recordAnswer();
    } else if (ServerRefusal.isAnswer(error) && ServerRefusal.of(error) == null) {
      breaker.recordAnswer();
      complain(error);
    } else {
      breaker.recordFailure(System.nanoTime());
      recordFailure(asked, error);
    }
  }

  /** A key of another type, for example, is no reason to do without Redis for other users. */
  private void complain(Throwable error) {
    String why = ServerRefusal.explain(error);
    if (complaints.mayTell(why, System.nanoTime())) {
      LOG.warn("Redis refuses a call because of its keys; the request goes on without it: {}", why);
    }
  }

  private void recordFailure(StatefulRedisConnection<String, String> asked, Throwable error) {
    ServerRefusal refusal = ServerRefusal.of(error);
    String why = asked.isOpen() ? ServerRefusal.explain(error) : ServerConnection.BROKE;
    if (refusal != null && refusal.remedy() == Remedy.RECONNECT) {
      server.replace(asked, why);
    } else if (asked == server.current()) { // otherwise its end has been reported
      trouble.reportPassing(why, REMEMBERED);
    }
  }

  private void flushSoon() {
    EventLoop current = loop.current();
    if (current != null && flushPending.compareAndSet(false, true)) {
      current.execute(this::flush);
    }
  }

  private void flush() {
    flushPending.set(false);
    StatefulRedisConnection<String, String> current = server.current();
    if (current != null) {
      current.flushCommands();
    }
  }

  @Override
  @PreDestroy
  public void close() {
    trouble.silence();
    server.close();
  }
}
