package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives out places in each user's sliding second, and in each address's if that is wanted. Redis
 * counts for all processes; while it is away or slow, each process counts for itself, so that a
 * limiter never refuses what it cannot judge. Never waits, never fails. Threads: any.
 */
@Context
public final class Limiter {
  private final LimitSettings settings;
  private final RedisWindow redis;
  private final LocalWindow users;
  private final LocalWindow addresses;
  private final Meters<IngestMetric> meters;

  public Limiter(LimitSettings settings, FailFastRedis redis, Meters<IngestMetric> meters) {
    this.settings = settings;
    this.redis = new RedisWindow(settings, redis);
    this.users = new LocalWindow(settings.eventsPerSecond());
    this.addresses = new LocalWindow(settings.ipEventsPerSecond());
    this.meters = meters;
  }

  /** Takes as many of the places as are free. */
  public CompletionStage<Permits> take(PermitRequest demand) {
    if (demand.places().isEmpty()) {
      return CompletableFuture.completedFuture(grants(new Shares(0)));
    }
    return redis
        .take(demand)
        .exceptionally(redisIsAway -> countLocally(demand))
        .thenApply(this::grants);
  }

  private Permits grants(Shares shares) {
    return new Permits(shares, settings);
  }

  private Shares countLocally(PermitRequest demand) {
    meters.count(IngestMetric.LIMIT_LOCAL);
    long now = System.nanoTime();
    Shares shares = new Shares(demand.places().size());
    demand
        .places()
        .forEach((user, want) -> shares.put(user, countLocally(user, want, demand, now)));
    if (settings.limitsAddresses()) {
      shares.leaveToAddress(addresses.left(demand.address(), now));
    }
    return shares;
  }

  private WindowPermits countLocally(String user, int want, PermitRequest demand, long now) {
    if (!settings.limitsAddresses()) {
      return users.take(user, want, now);
    }
    WindowPermits address = addresses.take(demand.address(), want, now);
    WindowPermits share = users.take(user, address.granted(), now);
    addresses.giveBack(demand.address(), address.granted() - share.granted());
    if (share.granted() == want) {
      return share;
    }
    boolean byAddress = share.granted() == address.granted();
    return new WindowPermits(
        share.granted(), Math.max(share.waitMs(), address.waitMs()), share.left(), byAddress);
  }
}
