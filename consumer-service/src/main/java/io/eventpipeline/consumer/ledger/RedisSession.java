package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.ConnectionEnd;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.WriteTrial;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as long as it lasts. {@link #run} queues a script, {@link #flush} sends all that
 * are queued. Threads: any.
 */
final class RedisSession {
  /** A key that no event has. */
  static final String NO_KEY = new KeySpace("").inflight("");

  private final StatefulRedisConnection<String, String> connection;
  private final RedisAsyncCommands<String, String> commands;
  private final RedisServerInfo server;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
  private final AtomicLong unanswered = new AtomicLong();
  private final Meters<ConsumerMetric> meters;
  private volatile long lastProgress = SystemTime.nanos();

  /** The first script since the last flush; null if there is none. */
  private volatile @Nullable RoundTrip unsent;

  private static final class RoundTrip {
    volatile long sentAt;
  }

  private RedisSession(
      StatefulRedisConnection<String, String> connection,
      RedisServerInfo server,
      Meters<ConsumerMetric> meters) {
    this.meters = meters;
    this.connection = connection;
    this.commands = connection.async();
    this.server = server;
  }

  /**
   * Connects, and makes sure that the server takes writes and knows our scripts.
   *
   * @throws RuntimeException if it does not
   */
  static RedisSession connect(RedisClient client, Duration timeout, Meters<ConsumerMetric> meters) {
    StatefulRedisConnection<String, String> connection = client.connect(StringCodec.UTF8);
    try {
      RedisServerInfo server = prepare(connection, timeout);
      connection.setAutoFlushCommands(false);
      RedisSession session = new RedisSession(connection, server, meters);
      session.endWithConnection();
      return session;
    } catch (RuntimeException e) {
      connection.closeAsync();
      throw e;
    }
  }

  private static RedisServerInfo prepare(
      StatefulRedisConnection<String, String> connection, Duration timeout) {
    RedisServerInfo server = RedisServerInfo.parse(connection.sync().info());
    String obstacle = server.obstacle();
    if (obstacle != null) {
      throw new IllegalStateException(obstacle);
    }
    for (Script script : Script.values()) {
      connection.sync().scriptLoad(script.lua().source());
    }
    CompletableFuture<?> trial = WriteTrial.ask(connection.async(), NO_KEY).toCompletableFuture();
    var unused = trial.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
    return server;
  }

  private void endWithConnection() {
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

  /** Completes with the reason once the connection is of no more use. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /** Queues a script. A server that has forgotten the script gets its text with the call. */
  CompletionStage<List<Object>> run(Script script, String[] keys, String[] args) {
    if (unanswered.getAndIncrement() == 0) {
      lastProgress = SystemTime.nanos();
    }
    meters.count(ConsumerMetric.REDIS_SCRIPTS);
    RoundTrip first = unsent == null ? new RoundTrip() : null;
    if (first != null) {
      unsent = first;
    }
    return script
        .lua()
        .run((how, text) -> dispatch(how, text, keys, args))
        .whenComplete((value, error) -> noteAnswer(first));
  }

  /**
   * @param first null if the script was not the first of its flush
   */
  private void noteAnswer(@Nullable RoundTrip first) {
    lastProgress = SystemTime.nanos();
    if (first != null && first.sentAt != 0) {
      meters.record(ConsumerMetric.REDIS_ROUND_TRIP, lastProgress - first.sentAt);
    }
    unanswered.decrementAndGet();
  }

  private CompletionStage<List<Object>> dispatch(
      CommandType how, String script, String[] keys, String[] args) {
    CompletionStage<List<Object>> answer =
        commands.dispatch(
            how, new NestedMultiOutput<>(StringCodec.UTF8), new ScriptArgs(script, keys, args));
    if (how == CommandType.EVAL) { // a second attempt: the flush for this call is over
      connection.flushCommands();
    }
    return answer;
  }

  void flush() {
    RoundTrip first = unsent;
    if (first != null) {
      first.sentAt = SystemTime.nanos();
      unsent = null;
    }
    connection.flushCommands();
  }

  /** True if answers are missing and none has come for {@code nanos}. */
  boolean isStuck(long nanos) {
    return unanswered.get() > 0 && SystemTime.nanos() - lastProgress > nanos;
  }

  /** Asks an idle server, after {@code nanos} without call or answer, whether it takes writes. */
  void probe(long nanos, Consumer<@Nullable Throwable> heard) {
    if (SystemTime.nanos() - lastProgress > nanos && unanswered.compareAndSet(0, 1)) {
      lastProgress = SystemTime.nanos();
      CompletionStage<?> answer = WriteTrial.ask(commands, NO_KEY);
      connection.flushCommands();
      CompletionStage<?> ignored =
          answer.whenComplete(
              (written, error) -> {
                lastProgress = SystemTime.nanos();
                unanswered.decrementAndGet();
                heard.accept(error);
              });
    }
  }

  void rewriteAppendOnlyFile() {
    commands.bgrewriteaof().exceptionally(refused -> "refused: " + refused.getMessage());
    connection.flushCommands();
  }

  /** Ends the connection; missing answers will not come. */
  void end(String why) {
    ended.complete(why);
    if (closed.compareAndSet(false, true)) {
      connection.closeAsync().whenComplete((closed, error) -> disconnected.complete(null));
    }
  }

  /** Ends the connection and waits until it is closed, for a second at most. */
  void endAndWait(String why) {
    end(why);
    ConnectionEnd.await(disconnected);
  }
}
