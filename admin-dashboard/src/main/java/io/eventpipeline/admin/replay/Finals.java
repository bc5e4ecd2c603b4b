package io.eventpipeline.admin.replay;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import jakarta.inject.Singleton;
import java.util.Map;

/** Reads the final states of events. Threads: any; callers wait. */
@Singleton
public final class Finals {
  private final AdminRedis redis;
  private final KeySpace space;

  public Finals(AdminRedis redis, KeySpace space) {
    this.redis = redis;
    this.space = space;
  }

  /** The hash {@code event:{id}}; empty if the event is not final, or was forgotten. */
  public Map<String, String> of(String id) {
    return redis.await(redis.commands().hgetall(space.event(id)));
  }

  /** The first of {@code base}, {@code base:2}, {@code base:3}, … that is no final event. */
  String freeId(String base) {
    String id = base;
    for (int n = 2; !of(id).isEmpty(); n++) {
      id = base + ":" + n;
    }
    return id;
  }
}
