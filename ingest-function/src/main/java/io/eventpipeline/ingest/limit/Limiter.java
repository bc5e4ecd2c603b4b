package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.observe.Meters;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out places in each user's sliding second. Redis counts for all processes; while it is away
 * or slow, each process counts for itself, so that a limiter never refuses what it cannot judge.
 * Never waits, never fails. Threads: any.
 */
public final class Limiter {
  private static final Logger LOG = LoggerFactory.getLogger(Limiter.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RedisWindow redis;
  private final LocalWindow local;
  private final Meters<Metric> meters;
  private final LimitSettings settings;
  private final AtomicLong redisFrom = new AtomicLong(System.nanoTime());

  public Limiter(LimitSettings settings, RedisWindow redis, Meters<Metric> meters) {
    this.settings = settings;
    this.redis = redis;
    this.local = new LocalWindow(settings.eventsPerSecond());
    this.meters = meters;
  }

  /** A place for one event. */
  public CompletionStage<Grant> take(String userId) {
    return take(Map.of(userId, 1)).thenApply(grants -> grants.next(userId));
  }

  /** Places for the events of many users. */
  public CompletionStage<Grants> take(Map<String, Integer> demand) {
    if (demand.isEmpty()) {
      return CompletableFuture.completedFuture(new Grants(Map.of()));
    }
    if (!mayAskRedis()) {
      return CompletableFuture.completedFuture(countLocally(demand));
    }
    return redis
        .take(demand)
        .toCompletableFuture()
        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(Grants::new)
        .exceptionally(
            error -> {
              if (redisFrom.getAndSet(System.nanoTime() + RETRY_NANOS) <= System.nanoTime()) {
                LOG.warn("counting without Redis: {}", error.toString());
              }
              return countLocally(demand);
            });
  }

  /** After a failure one request a second finds out whether Redis is back. */
  private boolean mayAskRedis() {
    long from = redisFrom.get();
    long now = System.nanoTime();
    return from <= now && (now - from > 2 * RETRY_NANOS || redisFrom.compareAndSet(from, from));
  }

  private Grants countLocally(Map<String, Integer> demand) {
    meters.count(Metric.LIMIT_LOCAL);
    Map<String, Share> shares = new HashMap<>();
    long now = System.nanoTime();
    demand.forEach((user, want) -> shares.put(user, local.take(user, want, now)));
    return new Grants(shares);
  }
}
