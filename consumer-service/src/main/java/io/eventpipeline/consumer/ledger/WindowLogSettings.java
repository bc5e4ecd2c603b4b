package io.eventpipeline.consumer.ledger;

import io.eventpipeline.runtime.config.SettingText;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Whether this consumer writes the window log.
 *
 * @param enabled {@code true}: each event that becomes processed counts in the second of its event
 *     time. A text, because the framework takes every word but a few for {@code false}.
 */
@ConfigurationProperties("window")
public record WindowLogSettings(
    @NotNull @Pattern(regexp = SettingText.FLAG, message = SettingText.BE_A_FLAG) String enabled) {
  /** True if it writes the log. */
  public boolean isOn() {
    return Boolean.parseBoolean(enabled);
  }
}
