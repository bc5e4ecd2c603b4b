package io.eventpipeline.ingest.status;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.RedisKeys;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The final states of events, as the consumer writes them. Never waits, never fails. Threads: any.
 */
@Singleton
public final class StatusReader {
  private final FailFastRedis redis;

  StatusReader(FailFastRedis redis) {
    this.redis = redis;
  }

  /**
   * @param eventId any text
   */
  public CompletionStage<StatusLookup> of(String eventId) {
    return redis
        .hash(RedisKeys.event(eventId))
        .thenApply(StatusReader::found)
        .exceptionally(redisIsAway -> new StatusLookup.Away());
  }

  private static StatusLookup found(Map<String, String> hash) {
    FinalState state = FinalState.of(hash);
    return state == null ? new StatusLookup.Nothing() : new StatusLookup.Final(state);
  }
}
