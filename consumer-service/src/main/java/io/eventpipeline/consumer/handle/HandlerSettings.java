package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.retry.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs to know.
 *
 * @param timeout how long one handler run may take
 * @param spans null if none are made
 */
public record HandlerSettings(
    Handlers handlers, RetryPolicy policy, Duration timeout, @Nullable HandlerSpans spans) {
  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public HandlerSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("handler.timeout must be positive: " + timeout);
    }
  }
}
