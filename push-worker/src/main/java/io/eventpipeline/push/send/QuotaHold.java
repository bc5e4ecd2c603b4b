package io.eventpipeline.push.send;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.push.outbox.OutboxKeys;
import io.eventpipeline.push.outbox.RedisAnswer;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hold that a used-up quota puts on all workers. Redis keeps it; this worker remembers what it
 * last heard of it. Threads: any.
 */
@Singleton
public final class QuotaHold {
  private static final Logger LOG = LoggerFactory.getLogger(QuotaHold.class);
  private static final LuaScript HOLD = LuaScript.beside(QuotaHold.class, "hold");
  private static final Duration USUAL = Duration.ofSeconds(60);

  /** A push service that wants more than this is asked again anyway. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private volatile long until = SystemTime.nanos();

  QuotaHold(OutboxConnection connection, OutboxKeys keys, Meters<PushMetric> meters) {
    this.connection = connection;
    this.keys = keys;
    meters.gauge(PushMetric.HELD, "quota", this, hold -> hold.left().isPositive() ? 1 : 0);
  }

  /**
   * Holds all workers.
   *
   * @param retryAfter null for the usual time
   */
  void hold(@Nullable Duration retryAfter) {
    Duration asked = retryAfter == null ? USUAL : retryAfter;
    Duration time = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    if (!left().isPositive()) {
      LOG.warn(
          "The push service's quota is used up. All workers hold their notifications for {} ms",
          time.toMillis());
    }
    noteLeft(time);
    RedisAnswer ignored =
        connection.ask(
            HOLD, List.of(keys.space().pushHold()), List.of(Long.toString(time.toMillis())));
  }

  /** Notes what Redis says of the hold. */
  void noteLeft(Duration left) {
    until = SystemTime.nanos() + left.toNanos();
  }

  /** How long the hold lasts, as far as this worker knows; not positive if there is none. */
  public Duration left() {
    return Duration.ofNanos(until - SystemTime.nanos());
  }
}
