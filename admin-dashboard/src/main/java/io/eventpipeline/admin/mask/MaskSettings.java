package io.eventpipeline.admin.mask;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.List;

/**
 * What is hidden.
 *
 * @param maskedFields names of JSON fields, separated by commas; empty = nothing is hidden
 */
@ConfigurationProperties("admin")
public record MaskSettings(@NotNull String maskedFields) {
  /** The names, in the order of the setting. */
  List<String> names() {
    return Arrays.stream(maskedFields.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
