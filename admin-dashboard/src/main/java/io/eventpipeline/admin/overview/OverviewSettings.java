package io.eventpipeline.admin.overview;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Where else figures are.
 *
 * @param grafanaUrl of the dashboards, to link to; empty = no link
 */
@ConfigurationProperties("admin")
record OverviewSettings(
    @NotNull
        @Pattern(
            regexp = "(https?://.+)?",
            message = "must be empty, or begin with http:// or https://")
        String grafanaUrl) {}
