package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.config.SettingText;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;

/**
 * Whether this consumer runs the projections, which come in jars of their own.
 *
 * @param enabled {@code true} or {@code false}. A text, because the framework takes every word but
 *     a few for {@code false}.
 */
@ConfigurationProperties("projections")
public record ProjectionSwitch(
    @NotNull @Pattern(regexp = SettingText.FLAG, message = SettingText.BE_A_FLAG) String enabled) {
  /**
   * @throws IllegalStateException if they are on, and their jars are missing
   */
  void check(List<EventHandler> handlers) {
    if (Boolean.parseBoolean(enabled) && handlers.stream().allMatch(Handlers::isTeams)) {
      throw new IllegalStateException(
          "projections.enabled is true, but the class path has no projections: add 'projections/*'"
              + " to it");
    }
  }
}
