package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.micronaut.context.annotation.Context;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Limits the events per second of each user, and of each address if configured. Redis counts for
 * all processes. While Redis is away or slow, each process counts for itself, so the limiter never
 * refuses what it cannot judge. Never waits, never fails. Threads: any.
 */
@Context
public final class Limiter {
  private final LimitSettings settings;
  private final RedisWindow users;
  private final AddressWindow addresses;
  private final LocalLimits local;
  private final Meters<IngestMetric> meters;

  public Limiter(
      LimitSettings settings, FailFastRedis redis, KeySpaces spaces, Meters<IngestMetric> meters) {
    this.settings = settings;
    this.users = new RedisWindow(settings.eventsPerSecond(), redis, spaces);
    this.addresses = new AddressWindow(settings.ipEventsPerSecond(), redis);
    this.local = new LocalLimits(settings);
    this.meters = meters;
  }

  /** Takes the permits that are free, up to those asked for. */
  public CompletionStage<Permits> take(PermitRequest request) {
    if (request.wanted().isEmpty()) {
      return CompletableFuture.completedFuture(new Permits(settings, Map.of(), null));
    }
    CompletionStage<Permits> permits =
        settings.limitsAddresses()
            ? takeFromAddressAndUsers(request)
            : users.take(request.wanted()).thenApply(taken -> new Permits(settings, taken, null));
    return permits.exceptionally(redisIsAway -> takeLocally(request));
  }

  /** Asks the address first, and gives back what the users' own limits then refuse. */
  private CompletionStage<Permits> takeFromAddressAndUsers(PermitRequest request) {
    return addresses
        .take(request.address(), request.total())
        .thenCompose(
            address ->
                users
                    .take(request.wanted(), address.permits().granted())
                    .thenApply(taken -> giveBackUnused(address, taken)));
  }

  private Permits giveBackUnused(AddressWindow.Taken address, Map<String, WindowPermits> users) {
    int unused = address.permits().granted() - WindowPermits.totalGranted(users);
    addresses.giveBack(address, unused);
    return new Permits(settings, users, address.permits().without(unused));
  }

  private Permits takeLocally(PermitRequest request) {
    meters.count(IngestMetric.LIMIT_LOCAL);
    return local.take(request);
  }
}
