package io.eventpipeline.runtime.config;

import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a service cannot start, in one line. */
public final class StartFailure {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([a-z0-9.-]+)");

  private StartFailure() {}

  /**
   * The innermost message names what is wrong; the property stands in one further out. Secrets that
   * the message quotes are left out.
   */
  public static String reason(Throwable failure) {
    Throwable deepest = failure;
    String property = null;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      deepest = t;
      Matcher named = PROPERTY.matcher(String.valueOf(t.getMessage()));
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
