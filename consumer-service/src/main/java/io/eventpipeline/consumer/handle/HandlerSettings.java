package io.eventpipeline.consumer.handle;

import io.eventpipeline.runtime.config.AtLeast;
import io.eventpipeline.runtime.config.CrossChecked;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of an attempt, and the types that need no handler of the team's.
 *
 * @param timeout how long a handler may take for one event
 * @param acceptTypes names of types for the built-in handler, or {@link #ANY_TYPE}; may be empty
 */
@ConfigurationProperties("handler")
@CrossChecked
public record HandlerSettings(
    @AtLeast("PT0.001S") Duration timeout, @NotNull List<String> acceptTypes)
    implements CrossChecked.Settings {
  /** Stands for all types. */
  static final String ANY_TYPE = "*";

  private static final int MOST_OF_TYPE = 256;

  /** The framework reads an empty setting as one empty text. */
  public HandlerSettings {
    acceptTypes = acceptTypes.equals(List.of("")) ? List.of() : List.copyOf(acceptTypes);
  }

  @Override
  public @Nullable String conflict() {
    return acceptTypes.stream().anyMatch(type -> type.isBlank() || type.length() > MOST_OF_TYPE)
        ? "handler.accept-types must name types of 1 to 256 characters: " + acceptTypes
        : null;
  }
}
