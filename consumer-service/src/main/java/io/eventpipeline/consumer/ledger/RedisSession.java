package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.ConnectionEnd;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.WriteTrial;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as long as it lasts: scripts are queued with {@link #run} and leave together with
 * {@link #flush}. Any thread.
 */
final class RedisSession {
  /** No event has this lease. */
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

  /** The first script of those that have gathered since the last flush; null if there is none. */
  private volatile @Nullable RoundTrip gathering;

  private static final class RoundTrip {
    volatile long sentAt;
  }

  RedisSession(
      StatefulRedisConnection<String, String> connection,
      RedisServerInfo server,
      Meters<ConsumerMetric> meters) {
    this.meters = meters;
    this.connection = connection;
    this.commands = connection.async();
    this.server = server;
  }

  RedisServerInfo server() {
    return server;
  }

  /** Done once the connection is of no more use, with the reason. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /** Queues a script. A server that has forgotten it gets its text, for this one call. */
  CompletionStage<List<Object>> run(Script script, String[] keys, String[] args) {
    if (unanswered.getAndIncrement() == 0) {
      lastProgress = SystemTime.nanos();
    }
    meters.count(ConsumerMetric.REDIS_SCRIPTS);
    RoundTrip first = gathering == null ? new RoundTrip() : null;
    if (first != null) {
      gathering = first;
    }
    return script
        .lua()
        .run((how, text) -> dispatch(how, text, keys, args))
        .whenComplete(
            (value, error) -> {
              lastProgress = SystemTime.nanos();
              if (first != null && first.sentAt != 0) {
                meters.took(ConsumerMetric.REDIS_ROUND_TRIP, lastProgress - first.sentAt);
              }
              unanswered.decrementAndGet();
            });
  }

  private CompletionStage<List<Object>> dispatch(
      CommandType how, String script, String[] keys, String[] args) {
    CompletionStage<List<Object>> answer =
        commands.dispatch(
            how, new NestedMultiOutput<>(StringCodec.UTF8), new ScriptArgs(script, keys, args));
    if (how == CommandType.EVAL) { // out of turn: the loop has flushed already
      connection.flushCommands();
    }
    return answer;
  }

  void flush() {
    RoundTrip first = gathering;
    if (first != null) {
      first.sentAt = SystemTime.nanos();
      gathering = null;
    }
    connection.flushCommands();
  }

  /** True if answers are owed and none has come for {@code nanos}. */
  boolean isStuck(long nanos) {
    return unanswered.get() > 0 && SystemTime.nanos() - lastProgress > nanos;
  }

  /**
   * Finds out whether the server still takes writes if nothing was asked or answered for {@code
   * nanos}.
   */
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

  /** Ends the connection; what is unanswered stays so. */
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
