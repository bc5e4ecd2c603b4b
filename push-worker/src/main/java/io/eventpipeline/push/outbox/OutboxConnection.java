package io.eventpipeline.push.outbox;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.LuaScript;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's way to Redis, through one session after another. It ends a session whose server
 * stays silent or takes no writes, and repeats no call. Threads: any; callers wait, so they are
 * virtual threads.
 */
@Singleton
public final class OutboxConnection implements RedisStatus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxConnection.class);

  private final Duration timeout;
  private final RedisSessions<OutboxSession> sessions;

  public OutboxConnection(RedisSettings settings, RedisClient client, Meters<PushMetric> meters) {
    timeout = settings.timeout();
    meters.gauge(PushMetric.REDIS_UP, this, one -> one.isUp() ? 1 : 0);
    RedisTrouble trouble =
        new RedisTrouble(
            LOG,
            settings.address(),
            "Notifications wait, none is lost. Retrying at least once a second");
    sessions = new RedisSessions<>(settings, client, trouble, OutboxSession::prepare);
  }

  /** Keeps connected until {@link #close}. Call once. */
  public void start() {
    sessions.start(server -> {}, () -> {});
  }

  @Override
  public boolean isUp() {
    return sessions.isUp();
  }

  @Override
  public String trouble() {
    return sessions.trouble();
  }

  /** The connections; null while no server is there. */
  @Nullable OutboxSession session() {
    return sessions.current();
  }

  /** Runs a script and waits for its answer. */
  public RedisAnswer ask(LuaScript script, List<String> keys, List<String> args) {
    OutboxSession current = sessions.current();
    if (current == null) {
      return new RedisAnswer.Missing();
    }
    try {
      var answer = current.run(script, keys.toArray(String[]::new), args.toArray(String[]::new));
      return new RedisAnswer.Given(
          answer.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      current.redis().end("it has not answered for " + timeout.toMillis() + " ms");
    } catch (ExecutionException | CancellationException | RedisException e) {
      return conclude(current, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new RedisAnswer.Missing();
  }

  /** Acts on an error: one of the connection or the server concerns all calls. */
  RedisAnswer conclude(OutboxSession current, Throwable error) {
    if (!sessions.conclude(current.redis(), error)) {
      if (ServerRefusal.isAnswer(error)) {
        return new RedisAnswer.Refused(ServerRefusal.explain(error));
      }
      current.redis().end(ServerRefusal.explain(error));
    }
    return new RedisAnswer.Missing();
  }

  /** Ends the connection. Whoever made the client ends that. */
  @Override
  @PreDestroy
  public void close() {
    sessions.close();
  }
}
