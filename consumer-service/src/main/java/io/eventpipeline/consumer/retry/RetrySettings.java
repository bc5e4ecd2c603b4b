package io.eventpipeline.consumer.retry;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.retry.RetrySchedule;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a failing event is tried again, and when.
 *
 * @param attempts attempts at most; null for {@value #ATTEMPTS}, or for one more than the delays
 * @param first wait after the first failed attempt
 * @param cap longest wait
 * @param delays the wait after each failed attempt; empty for waits that double
 */
@ConfigurationProperties("retry")
@CrossChecked
public record RetrySettings(
    @Min(1) @Nullable Integer attempts,
    @AtLeast("PT0.001S") Duration first,
    @AtLeast("PT0.001S") Duration cap,
    @NotNull List<Duration> delays)
    implements CrossChecked.Settings {
  static final int ATTEMPTS = 3;

  @Override
  public @Nullable String conflict() {
    if (attempts != null && !delays.isEmpty()) {
      return "retry.attempts and retry.delays exclude each other: %d delays make %d attempts"
          .formatted(delays.size(), delays.size() + 1);
    }
    if (delays.stream().anyMatch(delay -> !delay.isPositive())) {
      return "retry.delays must each be above 0s: " + delays;
    }
    return cap.compareTo(first) < 0
        ? "retry.cap must not be below retry.first: %d ms, %d ms"
            .formatted(cap.toMillis(), first.toMillis())
        : null;
  }

  /** The schedule that the settings describe. */
  public RetrySchedule schedule() {
    return delays.isEmpty()
        ? new RetrySchedule.Exponential(attempts == null ? ATTEMPTS : attempts, first, cap)
        : new RetrySchedule.Listed(delays);
  }
}
