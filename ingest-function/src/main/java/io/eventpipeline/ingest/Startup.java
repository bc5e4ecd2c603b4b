package io.eventpipeline.ingest;

import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts the service, or ends the process with one line that says what stands in the way. */
final class Startup extends Micronaut {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([a-z0-9.-]+)");

  @Override
  protected void handleStartupException(Environment environment, Throwable failure) {
    System.err.println("The ingest API cannot start: " + reason(failure));
    System.exit(1);
  }

  /** The innermost message names what is wrong; the property stands in one further out. */
  static String reason(Throwable failure) {
    Throwable deepest = failure;
    String property = null;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      deepest = t;
      Matcher named = PROPERTY.matcher(String.valueOf(t.getMessage()));
      if (named.find()) {
        property = named.group(1);
      }
    }
    String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    String line = message.lines().findFirst().orElse(message);
    return property == null || line.contains(property) ? line : property + ": " + line;
  }
}
