package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSessions;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.redis.RedisStatus;
import io.eventpipeline.runtime.redis.RedisTrouble;
import io.eventpipeline.runtime.redis.ServerRefusal;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scripts' way to Redis, through one session after another. It ends a session on which answers
 * are overdue, or whose server takes no writes. It never repeats a call: only the caller knows
 * whether it still wants the answer.
 */
@Singleton
public final class LedgerConnection implements RedisStatus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerConnection.class);

  private final Duration timeout;
  private final RedisSessions<LedgerSession> sessions;

  /** Hears of the connection, on the connection's own thread. */
  public interface Listener {
    /** A server is there; nothing was sent to it yet. */
    void connected(RedisServerInfo server);

    /** The server is gone: missing answers will not come. */
    void disconnected();
  }

  public LedgerConnection(
      RedisSettings settings, RedisClient client, Meters<ConsumerMetric> meters) {
    timeout = settings.timeout();
    meters.gauge(ConsumerMetric.REDIS_UP, this, c -> c.isUp() ? 1 : 0);
    RedisTrouble trouble =
        new RedisTrouble(
            LOG, settings.address(), "Events wait, none is lost. Retrying at least once a second");
    sessions =
        new RedisSessions<>(
            settings, client, trouble, redis -> LedgerSession.prepare(redis, meters));
  }

  /** Keeps connected until {@link #close}. Call once. */
  public void start(Listener listener) {
    sessions.start(listener::connected, listener::disconnected);
  }

  @Override
  public boolean isUp() {
    return sessions.isUp();
  }

  @Override
  public String trouble() {
    return sessions.trouble();
  }

  /** Queues a script until {@link #flush}; fails at once while no server is there. */
  CompletionStage<List<Object>> run(Script script, String[] keys, String[] args) {
    LedgerSession current = sessions.current();
    if (current == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
    }
    try {
      return current
          .run(script, keys, args)
          .whenComplete((value, error) -> conclude(current, error));
    } catch (RedisException e) { // it closed a moment ago
      return CompletableFuture.failedFuture(e);
    }
  }

  private void conclude(LedgerSession current, @Nullable Throwable error) {
    if (error != null) {
      boolean ignored = sessions.conclude(current.redis(), error);
    }
  }

  /** Sends what is queued. */
  public void flush() {
    LedgerSession current = sessions.current();
    if (current != null) {
      try {
        current.flush();
      } catch (RedisException e) {
        current.end(ServerRefusal.explain(e));
      }
    }
  }

  /**
   * Ends a connection on which answers are overdue. Also notices within twice the timeout that an
   * idle server is silent or takes no writes any more. Call now and then.
   */
  public void watch() {
    LedgerSession current = sessions.current();
    if (current == null) {
      return;
    }
    if (current.isStuck(timeout.toNanos())) {
      current.end("it has not answered for " + timeout.toMillis() + " ms");
      return;
    }
    try {
      current.probe(timeout.toNanos(), error -> conclude(current, error));
    } catch (RedisException e) { // it closed a moment ago
      current.end(ServerRefusal.explain(e));
    }
  }

  /** Has Redis compact its append-only file, so that it never applies a torn end of it twice. */
  public void rewriteAppendOnlyFile() {
    LedgerSession current = sessions.current();
    if (current != null && current.server().appendOnly()) {
      current.rewriteAppendOnlyFile();
    }
  }

  /** Ends the connection. Whoever made the client ends that. */
  @Override
  @PreDestroy
  public void close() {
    sessions.close();
  }
}
