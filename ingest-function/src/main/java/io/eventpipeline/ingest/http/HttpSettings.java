package io.eventpipeline.ingest.http;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.http.ApiKeys;
import io.eventpipeline.runtime.http.Cidr;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may send, and what connections may use.
 *
 * @param trustedProxies ranges of proxies whose X-Forwarded-For counts; empty = none
 * @param apiKeys SHA-256 of each key in hexadecimal, separated by commas; empty = anybody may send
 * @param maxConnections open at once
 * @param requestTimeout for a whole request to arrive, and again for its response to leave
 */
@ConfigurationProperties("http")
@CrossChecked
public record HttpSettings(
    @NotNull List<String> trustedProxies,
    @NotNull Secret apiKeys,
    @Min(1) int maxConnections,
    @AtLeast("PT0.001S") Duration requestTimeout)
    implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    try {
      var unused = ranges();
      return ApiKeys.conflict(apiKeys);
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }

  List<Cidr> ranges() {
    return ClientAddress.ranges(trustedProxies);
  }
}
