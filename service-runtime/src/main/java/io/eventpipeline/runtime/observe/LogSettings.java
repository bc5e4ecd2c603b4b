package io.eventpipeline.runtime.observe;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * The settings of the log.
 *
 * @param format {@code text} for people, {@code json} for programs
 */
@ConfigurationProperties("log")
record LogSettings(
    @NotNull @Pattern(regexp = "text|json", message = "must be text or json") String format) {}
