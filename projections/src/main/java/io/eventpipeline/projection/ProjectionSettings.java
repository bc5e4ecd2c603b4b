package io.eventpipeline.projection;

import io.eventpipeline.projection.row.ProjectedType;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events become rows. The defaults stand here, because a jar has no say in the consumer's
 * application.properties.
 *
 * @param enabled {@code true}: write rows. A text, because the framework takes every word but a few
 *     for {@code false}.
 * @param types the events to take; all if none are named
 * @param reader the role that may read the tables, if the database has it
 */
@Context // a wrong one stops the start, also where nothing else reads it
@ConfigurationProperties("projections")
public record ProjectionSettings(
    @NotNull
        @Bindable(defaultValue = "false")
        @Pattern(regexp = "true|false", message = "must be true or false")
        String enabled,
    @Nullable @NotEmpty List<String> types,
    @NotNull
        @Bindable(defaultValue = "pipeline_reader")
        @Pattern(
            regexp = "[A-Za-z_][A-Za-z0-9_]{0,62}",
            message = "must be the name of a role: letters, digits and _")
        String reader) {
  public ProjectionSettings {
    types = types == null ? ProjectedType.names() : List.copyOf(types);
    for (String type : types) {
      if (ProjectedType.named(type).isEmpty()) {
        throw new ConfigurationException(
            "projections.types has '%s': it must be some of %s"
                .formatted(type, String.join(", ", ProjectedType.names())));
      }
    }
  }
}
