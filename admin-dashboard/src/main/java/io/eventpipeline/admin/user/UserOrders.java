package io.eventpipeline.admin.user;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads where a user's order stands. Threads: any; callers wait. */
@Singleton
public final class UserOrders {
  private final AdminRedis redis;
  private final KeySpace space;

  public UserOrders(AdminRedis redis, KeySpace space) {
    this.redis = redis;
    this.space = space;
  }

  /** The next seq of a user; empty if no event of its order is final, or Redis forgot it. */
  public String nextSeq(String userId) {
    @Nullable String seq = redis.await(redis.commands().get(space.seq(userId)));
    return seq == null ? "" : seq;
  }
}
