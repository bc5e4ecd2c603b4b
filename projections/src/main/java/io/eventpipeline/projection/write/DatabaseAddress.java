package io.eventpipeline.projection.write;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the tables are. Whatever needs the data source asks for this first: it checks settings. */
@Singleton
@Requires(property = "projections.enabled", value = "true")
final class DatabaseAddress {
  private final String text;

  /**
   * @param handlerTimeout how long the consumer lets a handler run; null for its default, which is
   *     long enough
   * @throws ConfigurationException naming the setting that is missing or wrong
   */
  DatabaseAddress(
      @Property(name = "datasources.default.url") @Nullable String url,
      @Property(name = "handler.timeout") @Nullable Duration handlerTimeout) {
    if (url == null) {
      throw new ConfigurationException(
          "datasources.default.url is missing: projections.enabled=true needs a database");
    }
    if (handlerTimeout != null && handlerTimeout.compareTo(WriteLimits.WHOLE) <= 0) {
      throw new ConfigurationException(
          "handler.timeout must be above %d s with projections.enabled=true: %d ms"
              .formatted(WriteLimits.WHOLE.toSeconds(), handlerTimeout.toMillis()));
    }
    // The rest may hold a password.
    this.text = url.replaceFirst("[?].*", "").replaceFirst("//.*@", "//");
  }

  /** The URL without account and parameters. */
  @Override
  public String toString() {
    return text;
  }
}
