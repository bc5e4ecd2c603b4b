package io.eventpipeline.push.outbox;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks every 5 s at what waits in Redis, for gauges and health. Drops dead letters that are too
 * old, and names of workers that are long gone. Threads: any.
 */
@Context
public final class OutboxWatch {
  private static final LuaScript LOOK = LuaScript.beside(OutboxWatch.class, "look");
  private static final LuaScript LEAVE = LuaScript.beside(OutboxWatch.class, "leave");

  private static final Duration DEAD_LETTERS_LIVE = Duration.ofDays(30);

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private final Meters<PushMetric> meters;
  private volatile @Nullable Sizes sizes;

  /**
   * What waits.
   *
   * @param waiting entries of the outbox
   * @param retries notifications that wait for another attempt
   * @param dead dead letters
   * @param oldestMs age of the oldest entry of the outbox; 0 if there is none
   */
  public record Sizes(long waiting, long retries, long dead, long oldestMs) {}

  OutboxWatch(OutboxConnection connection, OutboxKeys keys, Meters<PushMetric> meters) {
    this.connection = connection;
    this.keys = keys;
    this.meters = meters;
    meters.gauge(PushMetric.WAITING, this, one -> one.known(Sizes::waiting));
    meters.gauge(PushMetric.RETRIES, this, one -> one.known(Sizes::retries));
    meters.gauge(PushMetric.DEAD, this, one -> one.known(Sizes::dead));
    meters.gauge(PushMetric.OLDEST, this, one -> one.known(Sizes::oldestMs) / 1000);
  }

  /** As last seen; null while nobody knows. */
  public @Nullable Sizes sizes() {
    return sizes;
  }

  private double known(ToLongFunction<Sizes> part) {
    Sizes seen = sizes;
    return seen == null ? Double.NaN : part.applyAsLong(seen);
  }

  @Scheduled(fixedDelay = "5s", initialDelay = "1s")
  void look() {
    KeySpace space = keys.space();
    RedisAnswer answer =
        connection.ask(
            LOOK,
            List.of(space.outboxPush(), space.pushRetry(), space.pushDlq()),
            List.of(KeySpace.PUSH_WORKERS, Long.toString(DEAD_LETTERS_LIVE.toMillis())));
    if (answer instanceof RedisAnswer.Given reply) {
      sizes = new Sizes(reply.number(0), reply.number(1), reply.number(2), reply.number(3));
      meters.count(PushMetric.DEAD_DROPPED, reply.number(4));
    } else {
      sizes = null;
    }
  }

  /** Takes this worker's name out of the group, if nothing is left in hand. */
  public void leave() {
    RedisAnswer ignored =
        connection.ask(
            LEAVE,
            List.of(keys.space().outboxPush()),
            List.of(KeySpace.PUSH_WORKERS, keys.worker()));
  }
}
