package io.eventpipeline.push;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How notifications are sent.
 *
 * @param retryDelays the wait after each failed attempt; attempts = delays + 1
 * @param sendTimeout the longest time that one send may take
 * @param maxParallel sends at a time
 */
@ConfigurationProperties("push")
@CrossChecked
public record PushSettings(
    @NotEmpty List<Duration> retryDelays,
    @AtLeast("PT0.1S") Duration sendTimeout,
    @Min(1) @Max(10_000) int maxParallel)
    implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    return retryDelays.stream().anyMatch(delay -> !delay.isPositive())
        ? "push.retry-delays must each be above 0s: " + retryDelays
        : null;
  }
}
