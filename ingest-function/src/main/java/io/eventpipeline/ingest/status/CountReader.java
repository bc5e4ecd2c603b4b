package io.eventpipeline.ingest.status;

import io.eventpipeline.ingest.observe.WebhookStats;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.ingest.redis.RedisSizes;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.SingleKeys;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the counters of all processes from Redis. Never waits. Threads: any. */
@Singleton
public final class CountReader {
  private static final String SENT = "sent";
  private static final String FAILED = "failed";

  private final FailFastRedis redis;
  private final RedisSizes sizes;
  private final KeySpaces spaces;

  CountReader(FailFastRedis redis, RedisSizes sizes, KeySpaces spaces) {
    this.redis = redis;
    this.sizes = sizes;
    this.spaces = spaces;
  }

  /** Fails if Redis is away. */
  public CompletionStage<RedisCounts> read() {
    CompletionStage<RedisCounts> counts =
        redis.hash(SingleKeys.webhookStats()).thenApply(CountReader::webhooks);
    for (KeySpace space : spaces.all()) {
      counts = counts.thenCombine(of(space), RedisCounts::plus);
    }
    return counts;
  }

  private static RedisCounts webhooks(Map<String, String> stats) {
    return new RedisCounts(
        number(stats, WebhookStats.RECEIVED), number(stats, WebhookStats.DEDUPED), 0, 0, 0, 0, 0);
  }

  private CompletionStage<RedisCounts> of(KeySpace space) {
    var push = redis.hash(space.pushStats()).toCompletableFuture();
    var toSend = sizes.ofStream(space.outboxPush()).toCompletableFuture();
    var toRetry = sizes.ofSortedSet(space.pushRetry()).toCompletableFuture();
    var deadEvents = sizes.ofList(space.dlqList()).toCompletableFuture();
    var deadPush = sizes.ofStream(space.pushDlq()).toCompletableFuture();
    return CompletableFuture.allOf(push, toSend, toRetry, deadEvents, deadPush)
        .thenApply(
            done ->
                new RedisCounts(
                    0,
                    0,
                    number(push.join(), SENT),
                    number(push.join(), FAILED),
                    toSend.join() + toRetry.join(),
                    deadEvents.join(),
                    deadPush.join()));
  }

  private static long number(Map<String, String> hash, String field) {
    return Long.parseLong(hash.getOrDefault(field, "0"));
  }
}
