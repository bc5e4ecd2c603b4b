package io.eventpipeline.admin.overview;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import jakarta.validation.constraints.Pattern;

/**
 * Where else figures are.
 *
 * @param grafanaUrl of the dashboards, to link to; null = no link
 */
@ConfigurationProperties("admin")
record OverviewSettings(
    @Nullable @Pattern(regexp = "https?://.+", message = "must begin with http:// or https://")
        String grafanaUrl) {}
