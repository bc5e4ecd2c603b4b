package io.eventpipeline.ingest.redis;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Sizes of keys in Redis; 0 for a key that does not exist. Fails as {@link FailFastRedis} does. */
@Singleton
public final class RedisSizes {
  private final FailFastRedis redis;

  public RedisSizes(FailFastRedis redis) {
    this.redis = redis;
  }

  public CompletionStage<Long> ofList(String key) {
    return redis.ask(commands -> commands.llen(key));
  }

  public CompletionStage<Long> ofStream(String key) {
    return redis.ask(commands -> commands.xlen(key));
  }

  public CompletionStage<Long> ofSortedSet(String key) {
    return redis.ask(commands -> commands.zcard(key));
  }
}
