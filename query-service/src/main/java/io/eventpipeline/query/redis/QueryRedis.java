package io.eventpipeline.query.redis;

import io.eventpipeline.query.observe.QueryMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's way to Redis, and the key space that it serves. It ends a session whose server
 * stays silent or takes no writes, and repeats no call. Threads: any; callers wait.
 */
@Singleton
public final class QueryRedis implements RedisStatus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryRedis.class);

  private final Duration timeout;
  private final KeySpace space;
  private final RedisSessions<QuerySession> sessions;

  /**
   * @throws IllegalStateException if there are several key spaces: the service serves one
   */
  public QueryRedis(
      RedisSettings settings, KeySpaces spaces, RedisClient client, Meters<QueryMetric> meters) {
    if (spaces.all().size() != 1) {
      throw new IllegalStateException("the query service serves one key space only");
    }
    space = spaces.all().getFirst();
    timeout = settings.timeout();
    meters.gauge(QueryMetric.REDIS_UP, this, one -> one.isUp() ? 1 : 0);
    RedisTrouble trouble =
        new RedisTrouble(
            LOG, settings.address(), "Requests get 503. Retrying at least once a second");
    sessions = new RedisSessions<>(settings, client, trouble, QuerySession::prepare);
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

  public KeySpace space() {
    return space;
  }

  /** The session of now. */
  public QuerySession session() throws RedisAway {
    QuerySession current = sessions.current();
    if (current == null) {
      throw new RedisAway(sessions.trouble());
    }
    return current;
  }

  /** Runs a script in the session of now, and waits for its answer. */
  public List<Object> run(LuaScript script, List<String> keys, List<byte[]> args) throws RedisAway {
    return run(session(), script, keys, args);
  }

  /**
   * Runs a script in this session, and waits for its answer.
   *
   * @throws RedisAway if there is none; the script may have run all the same
   */
  public List<Object> run(
      QuerySession session, LuaScript script, List<String> keys, List<byte[]> args)
      throws RedisAway {
    try {
      return session
          .run(script, keys.toArray(String[]::new), args.toArray(byte[][]::new))
          .toCompletableFuture()
          .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      session.redis().end("it has not answered for " + timeout.toMillis() + " ms");
      throw new RedisAway("it does not answer");
    } catch (ExecutionException | CancellationException | RedisException e) {
      conclude(session, e);
      throw new RedisAway(ServerRefusal.explain(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisAway("the request was interrupted");
    }
  }

  /** An error that is no answer concerns the connection. */
  private void conclude(QuerySession session, Exception error) {
    String why = ServerRefusal.explain(error);
    if (sessions.conclude(session.redis(), error)) {
      return;
    }
    if (ServerRefusal.isAnswer(error)) {
      LOG.error("Redis refuses a call of the query service: {}", why);
    } else {
      session.redis().end(why);
    }
  }

  /** Ends the connection. Whoever made the client ends that. */
  @Override
  @PreDestroy
  public void close() {
    sessions.close();
  }
}
