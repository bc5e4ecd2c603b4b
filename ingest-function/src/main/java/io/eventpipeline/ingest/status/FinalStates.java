package io.eventpipeline.ingest.status;

import io.eventpipeline.ingest.redis.RedisLink;
import io.eventpipeline.runtime.redis.RedisKeys;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The final states of events, as the consumer writes them. Never waits, never fails. Threads: any.
 */
@Singleton
public final class FinalStates {
  private final RedisLink redis;

  FinalStates(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * @param eventId any text
   */
  public CompletionStage<Found> of(String eventId) {
    return redis
        .hash(RedisKeys.event(eventId))
        .thenApply(FinalStates::found)
        .exceptionally(redisIsAway -> new Found.Away());
  }

  private static Found found(Map<String, String> hash) {
    FinalState state = FinalState.of(hash);
    return state == null ? new Found.Nothing() : new Found.Final(state);
  }
}
