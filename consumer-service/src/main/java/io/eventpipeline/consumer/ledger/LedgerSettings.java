package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.redis.RedisAddress;
import java.time.Duration;

/**
 * Where the truth is kept, and for how long.
 *
 * @param uri {@code redis://}, {@code rediss://} or {@code redis-sentinel://}
 * @param timeout how long Redis may leave a script unanswered before the connection is made anew
 * @param retention how long {@code event:} and {@code dedup:} live
 * @param maxSeqJump how far a seq may be ahead of a known user's
 */
public record LedgerSettings(String uri, Duration timeout, Duration retention, long maxSeqJump) {
  /** How long a lease lives that is not renewed. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  /** At which start an event is given up that never came to an end. */
  static final int LAST_START = 5;

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public LedgerSettings {
    RedisAddress.parse(uri);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("redis.timeout must be positive: " + timeout);
    }
    if (retention.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "ledger.retention must be at least 1m, or a redelivery may run again: " + retention);
    }
  }
}
