package io.eventpipeline.admin.redis;

import io.eventpipeline.admin.observe.AdminMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.RedisSession;
import io.eventpipeline.runtime.redis.RedisSessions;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.redis.RedisTrouble;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard's connection to Redis, which may come and go. It ends a session whose server stays
 * silent, and repeats no call. Threads: any.
 */
@Singleton
public final class DashboardRedis implements AdminRedis.Link, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardRedis.class);

  private final RedisSessions<RedisSession> sessions;

  DashboardRedis(RedisSettings settings, RedisClient client, Meters<AdminMetric> meters) {
    RedisTrouble trouble =
        new RedisTrouble(
            LOG,
            settings.address(),
            "Pages show what is known, actions get 503. Retrying at least once a second");
    sessions = new RedisSessions<>(settings, client, trouble, DashboardRedis::prepare);
    meters.gauge(AdminMetric.REDIS_UP, this, one -> one.isUp() ? 1 : 0);
  }

  private static RedisSession prepare(RedisSession redis) {
    redis.proveWrites(new KeySpace("").replayJob(""), "sessions and the audit");
    return redis;
  }

  /** The only key space. */
  static KeySpace onlySpace(KeySpaces spaces) {
    if (spaces.all().size() != 1) {
      throw new IllegalStateException("the dashboard serves one key space only");
    }
    return spaces.all().getFirst();
  }

  /** Keeps connected until {@link #close}. Call once. */
  public void start() {
    sessions.start(server -> {}, () -> {});
  }

  /** True while a server answers and refuses nothing. */
  public boolean isUp() {
    return sessions.isUp();
  }

  /** Why Redis is not up; empty while it is. */
  public String trouble() {
    return sessions.trouble();
  }

  @Override
  public RedisAsyncCommands<String, String> commands() {
    RedisSession now = sessions.current();
    if (now == null) {
      throw new RedisException("Redis cannot be used: " + sessions.trouble());
    }
    return now.connection().async();
  }

  @Override
  public void failed(Exception why) {
    RedisSession now = sessions.current();
    if (now == null) {
      return;
    }
    if (why instanceof TimeoutException) {
      now.end("it does not answer in time");
    } else {
      var unused = sessions.conclude(now, why);
    }
  }

  /** Ends the connection. Whoever made the client ends that. */
  @Override
  @PreDestroy
  public void close() {
    sessions.close();
  }
}
