package io.eventpipeline.admin.overview.window;

import io.eventpipeline.runtime.config.CrossChecked;
import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the windowed metrics come from.
 *
 * @param url of the query service, without a path; it may hold a password
 * @param apiKey the key itself; empty if the service asks for none
 */
@ConfigurationProperties("query")
@CrossChecked
public record QuerySettings(@NotNull Secret url, @NotNull Secret apiKey)
    implements CrossChecked.Settings {
  @Override
  public @Nullable String conflict() {
    try {
      URI uri = URI.create(url.value());
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? null : wrong();
    } catch (IllegalArgumentException e) {
      return wrong();
    }
  }

  private static String wrong() {
    return "query.url must be such as http://localhost:8083";
  }
}
