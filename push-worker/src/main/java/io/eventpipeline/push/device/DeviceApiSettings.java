package io.eventpipeline.push.device;

import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.http.ApiKeys;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Who may register devices.
 *
 * @param apiKeys SHA-256 of each key in hexadecimal, separated by commas; empty = this machine only
 */
@ConfigurationProperties("http")
@CrossChecked
public record DeviceApiSettings(@NotNull Secret apiKeys) implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    return ApiKeys.conflict(apiKeys);
  }
}
