package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How long keys are remembered.
 *
 * @param retention from the acknowledgement on
 */
@ConfigurationProperties("idempotency")
public record IdempotencySettings(@AtLeast("PT1S") Duration retention) {
  /**
   * How long a request may hold a key without an acknowledgement. Longer than Kafka may take, so
   * that others overtake only a process that died.
   */
  static final Duration LEASE = Duration.ofSeconds(8);
}
