package io.eventpipeline.runtime.config;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.env.PropertySource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the variable {@code SQL_CONNECTION} as {@code datasources.default.url}, unless that is set.
 * A placeholder in a file of defaults would not do: it would set an empty URL, and the framework
 * makes a data source of every URL.
 */
@ContextConfigurer
public final class SqlConnection implements ApplicationContextConfigurer {
  private static final String VARIABLE = "SQL_CONNECTION";

  /** Below every other source, also below the files of defaults. */
  private static final int LOWEST = -1000;

  @Override
  public void configure(ApplicationContextBuilder builder) {
    PropertySource source = source(System.getenv(VARIABLE));
    if (source != null) {
      builder.propertySources(source);
    }
  }

  /** Null if {@code url} is null or blank. */
  static @Nullable PropertySource source(@Nullable String url) {
    return url == null || url.isBlank()
        ? null
        : PropertySource.of(VARIABLE, Map.of("datasources.default.url", url.strip()), LOWEST);
  }
}
