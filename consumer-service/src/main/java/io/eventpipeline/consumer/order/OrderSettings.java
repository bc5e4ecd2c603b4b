package io.eventpipeline.consumer.order;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.SettingText;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;

/**
 * Settings of order.
 *
 * @param gapTimeout how long a user waits for a missing seq
 * @param maxSeqJump how far a seq may be ahead of a known user's next seq
 * @param maxUnfinishedEvents events of a partition that pause it; one poll may exceed them
 * @param maxUnfinishedBytes bytes of a partition that pause it; one poll may exceed them
 * @param history how many of the latest seqs {@code order:} keeps; empty keeps all. A text, because
 *     the framework takes a wrong number for none.
 */
@ConfigurationProperties("order")
public record OrderSettings(
    @AtLeast("PT0.001S") Duration gapTimeout,
    @Min(1) long maxSeqJump,
    @Min(1) int maxUnfinishedEvents,
    @Min(1) long maxUnfinishedBytes,
    @NotNull
        @Pattern(regexp = SettingText.COUNT_OR_EMPTY, message = SettingText.BE_A_COUNT_OR_EMPTY)
        String history) {
  /**
   * True if this much reaches a part of the memory bound of a partition.
   *
   * @param part 1 for the whole bound, 2 for half of it
   */
  public boolean isReached(int part, int events, long bytes) {
    return events >= Math.max(1, maxUnfinishedEvents / part)
        || bytes >= Math.max(1, maxUnfinishedBytes / part);
  }

  /** Most events claimed together: enough to pay for a round trip, short enough for one script. */
  static final int MAX_RUN = 100;

  /**
   * How long a lane with a gap waits before it asks Redis for the next seq: an event in another
   * partition may have had the missing seq. The wait doubles up to {@link #LONGEST_LOOK}.
   */
  static final Duration FIRST_LOOK = Duration.ofMillis(100);

  static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  /** How long a lane waits after it found the lease of another consumer. */
  static final Duration BUSY_WAIT = Duration.ofMillis(50);

  /** How long a lane waits after it found that the key of an outbox stream holds something else. */
  static final Duration NO_STREAM_WAIT = Duration.ofSeconds(1);
}
