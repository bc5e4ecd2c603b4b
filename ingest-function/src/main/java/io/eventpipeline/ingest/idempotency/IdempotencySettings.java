package io.eventpipeline.ingest.idempotency;

import java.time.Duration;

/**
 * How keys are remembered.
 *
 * @param retention how long after the acknowledgement, at least a second
 */
public record IdempotencySettings(Duration retention) {
  /**
   * How long a request may hold a key without an acknowledgement: longer than Kafka may take, so
   * that only a process that died is overtaken.
   */
  static final Duration LEASE = Duration.ofSeconds(8);

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public IdempotencySettings {
    if (retention.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("idempotency.retention must be at least 1s: " + retention);
    }
  }
}
