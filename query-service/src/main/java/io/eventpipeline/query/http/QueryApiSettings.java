package io.eventpipeline.query.http;

import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.http.ApiKeys;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the API.
 *
 * @param apiKeys SHA-256 of each key in hexadecimal, separated by commas; empty = anybody may read,
 *     and this machine may upload
 */
@ConfigurationProperties("http")
@CrossChecked
public record QueryApiSettings(@NotNull Secret apiKeys) implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    return ApiKeys.conflict(apiKeys);
  }
}
