package io.eventpipeline.projection;

import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.TypeName;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;

/**
 * Which events become rows. The defaults stand here, because a jar has no say in the consumer's
 * application.properties.
 *
 * @param enabled {@code true}: write rows. A text, because the framework takes every word but a few
 *     for {@code false}.
 * @param types the events to take; all by default
 * @param reader the role that may read the tables, if the database has it
 */
@Context // a wrong one stops the start, also where nothing else reads it
@ConfigurationProperties("projections")
public record ProjectionSettings(
    @NotNull
        @Bindable(defaultValue = "false")
        @Pattern(regexp = "true|false", message = "must be true or false")
        String enabled,
    @NotNull @Bindable(defaultValue = TypeName.ALL) List<String> types,
    @NotNull
        @Bindable(defaultValue = "pipeline_reader")
        @Pattern(
            regexp = "[A-Za-z_][A-Za-z0-9_]{0,62}",
            message = "must be the name of a role: letters, digits and _")
        String reader) {
  /** Refuses wrong types. A constraint on a list would not name the setting. */
  public ProjectionSettings {
    types = types.stream().map(String::strip).filter(type -> !type.isEmpty()).toList();
    if (types.isEmpty()
        || !types.stream().allMatch(type -> ProjectedType.named(type).isPresent())) {
      throw new ConfigurationException(
          "projections.types must be some of %s: %s"
              .formatted(TypeName.ALL, String.join(",", types)));
    }
  }
}
