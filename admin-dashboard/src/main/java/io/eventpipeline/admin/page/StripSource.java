package io.eventpipeline.admin.page;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the figures of the status strip, at most four times a second. Threads: any; they wait. */
@Singleton
public final class StripSource {
  private static final long FRESH = Duration.ofMillis(250).toNanos();

  private final AdminRedis redis;
  private final KeySpace space;
  private final @Nullable Backlog backlog;
  private volatile Read last = new Read(new Strip(null, null, null, null, null), 0);

  private record Read(Strip strip, long until) {}

  StripSource(AdminRedis redis, KeySpace space, @Nullable Backlog backlog) {
    this.redis = redis;
    this.space = space;
    this.backlog = backlog;
  }

  /** The figures of now. */
  public Strip now() {
    Read known = last;
    if (known.until() != 0 && SystemTime.nanos() - known.until() < 0) {
      return known.strip();
    }
    Read read = new Read(read(), SystemTime.nanos() + FRESH);
    last = read;
    return read.strip();
  }

  private Strip read() {
    Long waiting = backlog == null ? null : backlog.waiting();
    try {
      RedisFuture<Long> stream = redis.commands().xlen(space.outboxPush());
      RedisFuture<Long> again = redis.commands().zcard(space.pushRetry());
      RedisFuture<Long> dead = redis.commands().llen(space.dlqList());
      return new Strip(
          waiting, null, redis.await(stream) + redis.await(again), redis.await(dead), null);
    } catch (RedisException away) {
      return new Strip(waiting, null, null, null, null);
    }
  }
}
