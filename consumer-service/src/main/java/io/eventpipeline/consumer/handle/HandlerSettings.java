package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.retry.RetryPolicy;
import java.time.Duration;

/**
 * What a run needs to know.
 *
 * @param timeout how long one handler run may take
 */
public record HandlerSettings(Handlers handlers, RetryPolicy policy, Duration timeout) {
  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public HandlerSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("handler.timeout must be positive: " + timeout);
    }
  }
}
