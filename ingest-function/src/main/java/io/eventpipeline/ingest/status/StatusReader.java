package io.eventpipeline.ingest.status;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads the final states of events that the consumer wrote. Never waits, never fails. Threads: any.
 */
@Singleton
public final class StatusReader {
  private final FailFastRedis redis;
  private final KeySpaces spaces;

  StatusReader(FailFastRedis redis, KeySpaces spaces) {
    this.redis = redis;
    this.spaces = spaces;
  }

  /**
   * @param eventId any text
   */
  public CompletionStage<StatusLookup> of(String eventId) {
    CompletionStage<Map<String, String>> hash = CompletableFuture.completedFuture(Map.of());
    for (KeySpace space : spaces.all()) {
      hash = hash.thenCombine(redis.hash(space.event(eventId)), (a, b) -> a.isEmpty() ? b : a);
    }
    return hash.thenApply(StatusReader::found)
        .exceptionally(redisIsAway -> new StatusLookup.RedisAway());
  }

  /**
   * The ids among these whose event is final. While Redis is away there are none.
   *
   * @param eventIds any texts
   */
  public CompletionStage<Set<String>> finalOnes(Set<String> eventIds) {
    Map<String, CompletableFuture<StatusLookup>> lookups = new HashMap<>();
    eventIds.forEach(id -> lookups.put(id, of(id).toCompletableFuture()));
    return CompletableFuture.allOf(lookups.values().toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              lookups.values().removeIf(found -> !(found.join() instanceof StatusLookup.Final));
              return lookups.keySet();
            });
  }

  private static StatusLookup found(Map<String, String> hash) {
    FinalState state = FinalState.of(hash);
    return state == null ? new StatusLookup.NotFinal() : new StatusLookup.Final(state);
  }
}
