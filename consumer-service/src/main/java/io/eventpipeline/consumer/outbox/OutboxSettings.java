package io.eventpipeline.consumer.outbox;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * Settings of the outbox. {@link RuleReader} reads its rules.
 *
 * @param maxBacklog emissions in a stream at which the partitions are paused; half of it degrades
 *     the health
 */
@ConfigurationProperties("outbox")
public record OutboxSettings(@Min(1) int maxBacklog) {
  /** The only channel: notifications for the push worker. */
  public static final String PUSH = "push";

  /** Longest JSON of an emission, in bytes. */
  static final int MAX_JSON = 4_096;
}
