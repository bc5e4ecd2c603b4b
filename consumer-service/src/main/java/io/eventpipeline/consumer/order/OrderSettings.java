package io.eventpipeline.consumer.order;

import java.time.Duration;

/**
 * The bounds of waiting for order.
 *
 * @param gapTimeout how long a missing seq is waited for
 * @param maxSeqJump how far a seq may be ahead of a known user's, at least 1
 */
public record OrderSettings(Duration gapTimeout, long maxSeqJump) {
  /** Most events claimed together: enough to pay for a round trip, short enough for one script. */
  static final int MAX_RUN = 100;

  /**
   * How long a user waits for a missing seq before it asks Redis whether the order has moved on, as
   * it does when an event in another partition takes that place; doubles up to the longest.
   */
  static final Duration FIRST_LOOK = Duration.ofMillis(100);

  static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  /** How long to leave an event alone whose lease somebody else holds. */
  static final Duration BUSY_WAIT = Duration.ofMillis(50);

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public OrderSettings {
    if (gapTimeout.isNegative() || gapTimeout.isZero()) {
      throw new IllegalArgumentException("order.gap-timeout must be positive: " + gapTimeout);
    }
    if (maxSeqJump < 1) {
      throw new IllegalArgumentException("order.max-seq-jump must be at least 1: " + maxSeqJump);
    }
  }
}
