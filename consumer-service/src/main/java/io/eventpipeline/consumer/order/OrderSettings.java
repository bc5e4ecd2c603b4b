package io.eventpipeline.consumer.order;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of waiting for order.
 *
 * @param gapTimeout how long a missing seq is waited for
 * @param maxSeqJump how far a seq may be ahead of a known user's
 * @param maxUnfinishedEvents of one partition, before it is paused; one poll may go above it
 * @param maxUnfinishedBytes of one partition, before it is paused; one poll may go above it
 * @param history how many of the latest seqs {@code order:} keeps; null keeps all
 */
@ConfigurationProperties("order")
public record OrderSettings(
    @AtLeast("PT0.001S") Duration gapTimeout,
    @Min(1) long maxSeqJump,
    @Min(1) int maxUnfinishedEvents,
    @Min(1) long maxUnfinishedBytes,
    @Min(1) @Nullable Integer history) {
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
}
