package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies say where requests come from.
 *
 * @param trustedProxies ranges of proxies whose X-Forwarded-For counts; empty = none
 */
@ConfigurationProperties("http")
@CrossChecked
public record ProxySettings(@NotNull List<String> trustedProxies) implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    try {
      var unused = ClientAddress.ranges(trustedProxies);
      return null;
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }
}
