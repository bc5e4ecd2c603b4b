package io.eventpipeline.consumer.ledger;

import java.time.Duration;
import java.util.List;

/**
 * What outbox.lua says of the streams of emissions.
 *
 * @param length emissions that wait; NaN before Redis has answered
 * @param isForeign true if a key of them holds something else
 * @param idleMs since a reader was last seen; negative if none ever was
 */
record OutboxStatus(double length, boolean isForeign, double idleMs) {
  static final OutboxStatus UNKNOWN = new OutboxStatus(Double.NaN, false, -1);
  static final OutboxStatus EMPTY = new OutboxStatus(0, false, -1);

  static OutboxStatus of(List<Object> reply) {
    double length = Double.parseDouble((String) reply.get(1));
    return new OutboxStatus(
        Math.max(0, length), length < 0, Double.parseDouble((String) reply.get(2)));
  }

  /** Of both together. Each stream needs a reader, so the longer idle time counts. */
  OutboxStatus plus(OutboxStatus other) {
    return new OutboxStatus(
        length + other.length,
        isForeign || other.isForeign,
        this == EMPTY ? other.idleMs : idleMs < 0 ? idleMs : Math.max(idleMs, other.idleMs));
  }

  /** True if each stream was read within this time. */
  boolean isRead(Duration within) {
    return idleMs >= 0 && idleMs < within.toMillis();
  }
}
