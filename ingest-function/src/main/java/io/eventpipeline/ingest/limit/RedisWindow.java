package io.eventpipeline.ingest.limit;

import io.eventpipeline.contract.RedisKeys;
import io.eventpipeline.ingest.redis.RedisLink;
import io.eventpipeline.ingest.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The windows in Redis, by limit.lua. Threads: any. */
final class RedisWindow {
  /** Users in one script, so that none holds Redis up for long. */
  private static final int MAX_USERS = 128;

  private static final RedisScript SCRIPT = RedisScript.beside(RedisWindow.class, "limit.lua");

  private final LimitSettings settings;
  private final RedisLink redis;
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong calls = new AtomicLong();

  RedisWindow(LimitSettings settings, RedisLink redis) {
    this.settings = settings;
    this.redis = redis;
  }

  /** Takes places; fails if Redis is away. */
  CompletionStage<Shares> take(Demand demand) {
    List<String> users = List.copyOf(demand.places().keySet());
    List<CompletionStage<Shares>> parts = new ArrayList<>(1);
    for (int from = 0; from < users.size(); from += MAX_USERS) {
      parts.add(take(users.subList(from, Math.min(users.size(), from + MAX_USERS)), demand));
    }
    CompletionStage<Shares> all = parts.getFirst();
    for (CompletionStage<Shares> part : parts.subList(1, parts.size())) {
      all = all.thenCombine(part, Shares::and);
    }
    return all;
  }

  private CompletionStage<Shares> take(List<String> users, Demand demand) {
    boolean byAddress = settings.limitsAddresses();
    String[] keys = new String[users.size() + (byAddress ? 1 : 0)];
    String[] args = new String[4 + users.size()];
    args[0] = Integer.toString(settings.eventsPerSecond());
    args[1] = Long.toString(LimitSettings.WINDOW.toMillis());
    args[2] = process + Long.toString(calls.incrementAndGet(), 36) + "-";
    args[3] = Integer.toString(settings.ipEventsPerSecond());
    for (int i = 0; i < users.size(); i++) {
      keys[i] = RedisKeys.rate(users.get(i));
      args[4 + i] = Integer.toString(demand.of(users.get(i)));
    }
    if (byAddress) {
      keys[users.size()] = RedisKeys.rateIp(demand.address());
    }
    return redis.run(SCRIPT, keys, args).thenApply(reply -> shares(users, reply));
  }

  private static Shares shares(List<String> users, List<Long> reply) {
    Shares shares = new Shares(users.size());
    int at = 0;
    for (String user : users) {
      shares.put(
          user,
          new Share(
              reply.get(at).intValue(),
              reply.get(at + 1),
              reply.get(at + 2).intValue(),
              reply.get(at + 3) == 1));
      at += 4;
    }
    if (at < reply.size()) {
      shares.leaveToAddress(reply.get(at).intValue());
    }
    return shares;
  }
}
