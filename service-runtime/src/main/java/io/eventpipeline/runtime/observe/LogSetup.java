package io.eventpipeline.runtime.observe;

import io.micronaut.context.annotation.Context;
import io.micronaut.logging.LoggingSystem;
import org.jspecify.annotations.Nullable;

/**
 * Switches the log to the configured format. Before the service reads its configuration files,
 * {@code logback.xml} knows only the environment variable and the system property.
 */
@Context
final class LogSetup {
  private static final String PROPERTY = "log.format";
  private static final String TEXT = "text";

  LogSetup(LogSettings settings, @Nullable LoggingSystem logging) {
    if (logging != null && !settings.format().equals(current())) {
      System.setProperty(PROPERTY, settings.format());
      logging.refresh();
    }
  }

  private static String current() {
    String environment = System.getenv("LOG_FORMAT");
    return System.getProperty(PROPERTY, environment == null ? TEXT : environment);
  }
}
