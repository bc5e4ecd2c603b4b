package io.eventpipeline.runtime.start;

import io.eventpipeline.runtime.config.Redacted;
import io.micronaut.core.value.PropertyResolver;
import java.net.BindException;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains in one line, without secrets, why a service cannot start. */
public final class StartFailure {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([a-z0-9.-]+)");

  /** The message for a value of the wrong type or a missing value. */
  private static final Pattern UNRESOLVED =
      Pattern.compile("Error resolving property value \\[([a-z0-9.-]+)]\\. (.+)");

  private static final Pattern SERVER = Pattern.compile("Unable to start Micronaut server on (.+)");

  private StartFailure() {}

  /** As {@link #reason(Throwable, PropertyResolver)}, without the values of settings. */
  public static String reason(Throwable failure) {
    return reason(failure, null);
  }

  /**
   * Joins the innermost message, which has the error, with the property that an outer one names.
   *
   * @param settings to look up the wrong value; null if they are not known
   */
  public static String reason(Throwable failure, @Nullable PropertyResolver settings) {
    Throwable deepest = failure;
    String property = null;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      Violation violation = Violation.in(message);
      if (violation != null) {
        return violation.line(settings);
      }
      Matcher unresolved = UNRESOLVED.matcher(message);
      if (unresolved.find()) {
        return unresolved.group(1) + ": " + Redacted.text(unresolved.group(2));
      }
      Matcher server = SERVER.matcher(message);
      if (server.find() && t.getCause() instanceof BindException taken) {
        return "%s: %s; micronaut.server.port sets the port, and endpoints.all.port that of health"
            .formatted(server.group(1), taken.getMessage());
      }
      deepest = t;
      Matcher named = PROPERTY.matcher(message);
      if (named.find()) {
        property = named.group(1);
      }
    }
    String line = Redacted.text(message(deepest).lines().findFirst().orElse(""));
    return property == null || line.contains(property) ? line : property + ": " + line;
  }

  private static String message(Throwable error) {
    boolean onlyAName =
        error instanceof ReflectiveOperationException
            || error instanceof LinkageError
            || error instanceof ServiceConfigurationError;
    if (error.getMessage() == null) {
      return error.toString();
    }
    return onlyAName
        ? error.getClass().getSimpleName() + ": " + error.getMessage()
        : error.getMessage();
  }
}
