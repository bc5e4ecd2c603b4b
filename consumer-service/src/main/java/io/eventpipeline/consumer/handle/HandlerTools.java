package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.retry.RetryPolicy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler run needs.
 *
 * @param spans null if the service makes none
 */
@Singleton
public record HandlerTools(
    Handlers handlers, RetryPolicy policy, HandlerSettings settings, @Nullable HandlerSpans spans) {
  Duration timeout() {
    return settings.timeout();
  }
}
