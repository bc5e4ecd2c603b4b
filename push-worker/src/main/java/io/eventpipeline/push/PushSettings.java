package io.eventpipeline.push;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Durations;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How notifications are sent.
 *
 * @param retryDelays at least one: the wait after each failed attempt; attempts = delays + 1
 * @param sendTimeout the longest time that one send may take
 * @param maxParallel sends at a time
 */
@ConfigurationProperties("push")
@CrossChecked
public record PushSettings(
    @NotNull Durations retryDelays,
    @AtLeast("PT0.1S") Duration sendTimeout,
    @Min(1) @Max(10_000) int maxParallel)
    implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    if (retryDelays.all().isEmpty()) {
      return "push.retry-delays must not be empty";
    }
    return retryDelays.haveNonPositive()
        ? "push.retry-delays must each be above 0s: " + retryDelays.all()
        : null;
  }
}
