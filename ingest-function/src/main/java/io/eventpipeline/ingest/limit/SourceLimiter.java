package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.SingleKeys;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the requests of each address at each webhook source. An IPv6 client has a whole /64, so
 * that counts as one address. Redis counts for all processes; while it is away, each process counts
 * for itself. Never waits, never fails. Threads: any.
 */
@Singleton
public final class SourceLimiter {
  private final FailFastRedis redis;
  private final Meters<IngestMetric> meters;
  private final MemberNames names = new MemberNames();
  private final Map<String, LocalWindow> local = new ConcurrentHashMap<>();

  public SourceLimiter(FailFastRedis redis, Meters<IngestMetric> meters) {
    this.redis = redis;
    this.meters = meters;
  }

  /**
   * Takes one permit if one is free.
   *
   * @param source its configured name
   * @param address of the client, as text
   * @param rate of this source, always the same
   */
  public CompletionStage<SourcePermit> take(String source, String address, SourceRate rate) {
    String client = ClientNetwork.of(address);
    String[] args = {
      Integer.toString(rate.requests()),
      Long.toString(rate.window().toMillis()),
      names.nextPrefix(),
      "0",
      "1"
    };
    return redis
        .run(RedisWindow.SCRIPT, new String[] {SingleKeys.rateLimit(source, client)}, args)
        .thenApply(reply -> RedisWindow.permits(reply, 0))
        .exceptionally(redisIsAway -> takeLocally(source, client, rate))
        .thenApply(SourcePermit::of);
  }

  private WindowPermits takeLocally(String source, String client, SourceRate rate) {
    meters.count(IngestMetric.LIMIT_LOCAL);
    return local
        .computeIfAbsent(source, first -> new LocalWindow(rate.requests(), rate.window()))
        .take(client, 1, 1, System.nanoTime());
  }
}
