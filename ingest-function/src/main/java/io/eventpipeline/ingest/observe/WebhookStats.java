package io.eventpipeline.ingest.observe;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.SingleKeys;
import jakarta.inject.Singleton;

/**
 * Counts webhooks of all processes in Redis. Nobody waits for it; what happens while Redis is away
 * is not counted. Threads: any.
 */
@Singleton
public final class WebhookStats {
  /** Field of the hash: authentic requests. */
  public static final String RECEIVED = "received";

  /** Field of the hash: authentic requests that brought nothing new. */
  public static final String DEDUPED = "deduped";

  private final FailFastRedis redis;

  public WebhookStats(FailFastRedis redis) {
    this.redis = redis;
  }

  /** Counts an authentic request. */
  public void received() {
    add(RECEIVED);
  }

  /** Counts an authentic request that was a duplicate. */
  public void deduped() {
    add(DEDUPED);
  }

  private void add(String field) {
    var unused = redis.increment(SingleKeys.webhookStats(), field);
  }
}
