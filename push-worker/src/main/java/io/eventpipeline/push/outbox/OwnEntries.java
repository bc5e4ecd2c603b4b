package io.eventpipeline.push.outbox;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries that this worker has in hand. It tells Redis every 5 s that it still has them, so
 * that no other worker takes them over. Threads: any.
 */
@Context
public final class OwnEntries {
  private static final LuaScript KEEP = LuaScript.beside(OwnEntries.class, "keep");

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  OwnEntries(OutboxConnection connection, OutboxKeys keys, Meters<PushMetric> meters) {
    this.connection = connection;
    this.keys = keys;
    meters.gauge(PushMetric.IN_HAND, this, OwnEntries::count);
  }

  /** False if the entry is in hand already: a group that was made again delivers it again. */
  public boolean add(OutboxEntry entry) {
    return ids.add(entry.id());
  }

  public void remove(OutboxEntry entry) {
    ids.remove(entry.id());
  }

  public int count() {
    return ids.size();
  }

  @Scheduled(fixedDelay = "5s", initialDelay = "5s")
  void keep() {
    List<String> args = new ArrayList<>(List.of(KeySpace.PUSH_WORKERS, keys.worker()));
    args.addAll(ids);
    if (args.size() > 2) {
      RedisAnswer ignored = connection.ask(KEEP, List.of(keys.space().outboxPush()), args);
    }
  }
}
