package io.eventpipeline.consumer.retry;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Durations;
import io.eventpipeline.runtime.config.SettingText;
import io.eventpipeline.runtime.retry.RetrySchedule;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a failing event is tried again, and when.
 *
 * @param attempts attempts at most; empty for {@value #ATTEMPTS}, or for one more than the delays.
 *     A text, because the framework takes a wrong number for none.
 * @param first wait after the first failed attempt
 * @param cap longest wait
 * @param delays the wait after each failed attempt; empty for waits that double
 */
@ConfigurationProperties("retry")
@CrossChecked
public record RetrySettings(
    @NotNull
        @Pattern(regexp = SettingText.COUNT_OR_EMPTY, message = SettingText.BE_A_COUNT_OR_EMPTY)
        String attempts,
    @AtLeast("PT0.001S") Duration first,
    @AtLeast("PT0.001S") Duration cap,
    @NotNull Durations delays)
    implements CrossChecked.Settings {
  static final int ATTEMPTS = 3;

  @Override
  public @Nullable String conflict() {
    int listed = delays.all().size();
    if (!attempts.isEmpty() && listed > 0) {
      return "retry.attempts and retry.delays exclude each other: %d delays make %d attempts"
          .formatted(listed, listed + 1);
    }
    if (delays.haveNonPositive()) {
      return "retry.delays must each be above 0s: " + delays.all();
    }
    return cap.compareTo(first) < 0
        ? "retry.cap must not be below retry.first: %d ms, %d ms"
            .formatted(cap.toMillis(), first.toMillis())
        : null;
  }

  /** The schedule that the settings describe. */
  public RetrySchedule schedule() {
    return delays.all().isEmpty()
        ? new RetrySchedule.Exponential(
            attempts.isEmpty() ? ATTEMPTS : Integer.parseInt(attempts), first, cap)
        : new RetrySchedule.Listed(delays.all());
  }
}
