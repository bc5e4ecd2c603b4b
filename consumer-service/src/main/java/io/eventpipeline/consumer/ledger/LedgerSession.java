package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSession;
import io.eventpipeline.runtime.redis.WriteTrial;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of one session. {@link #run} queues a script, {@link #flush} sends all that are
 * queued. Threads: any.
 */
final class LedgerSession {
  /** A key that no event has. */
  private static final String NO_KEY = new KeySpace("").inflight("");

  private final RedisSession redis;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisAsyncCommands<String, String> commands;
  private final AtomicLong unanswered = new AtomicLong();
  private final Meters<ConsumerMetric> meters;
  private volatile long lastProgress = SystemTime.nanos();

  /** The first script since the last flush; null if there is none. */
  private volatile @Nullable RoundTrip unsent;

  private static final class RoundTrip {
    volatile long sentAt;
  }

  private LedgerSession(RedisSession redis, Meters<ConsumerMetric> meters) {
    this.redis = redis;
    this.meters = meters;
    this.connection = redis.connection();
    this.commands = connection.async();
  }

  /**
   * Makes sure that the server knows our scripts and takes writes.
   *
   * @throws RuntimeException if it does not
   */
  static LedgerSession prepare(RedisSession redis, Meters<ConsumerMetric> meters) {
    for (Script script : Script.values()) {
      String ignored = redis.await(redis.connection().async().scriptLoad(script.lua().source()));
    }
    redis.proveWrites(NO_KEY, "the results of events");
    redis.connection().setAutoFlushCommands(false);
    return new LedgerSession(redis, meters);
  }

  RedisSession redis() {
    return redis;
  }

  RedisServerInfo server() {
    return redis.server();
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

  /** Ends the session; missing answers will not come. */
  void end(String why) {
    redis.end(why);
  }
}
