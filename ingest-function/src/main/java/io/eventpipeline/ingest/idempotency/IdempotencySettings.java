package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How keys are remembered.
 *
 * @param retention how long after the acknowledgement
 */
@ConfigurationProperties("idempotency")
public record IdempotencySettings(@AtLeast("PT1S") Duration retention) {
  /**
   * How long a request may hold a key without an acknowledgement: longer than Kafka may take, so
   * that only a process that died is overtaken.
   */
  static final Duration LEASE = Duration.ofSeconds(8);
}
