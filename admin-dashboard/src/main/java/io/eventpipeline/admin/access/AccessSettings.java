package io.eventpipeline.admin.access;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;

/**
 * How people reach the dashboard.
 *
 * @param hosts names by which browsers may ask for it, besides this machine's own; empty: any name
 *     if there are users, else none
 * @param sessionIdle after so long without a request a session ends
 * @param sessionMax the longest life of a session
 */
@ConfigurationProperties("admin")
public record AccessSettings(
    @NotNull List<String> hosts,
    @AtLeast("PT1S") Duration sessionIdle,
    @AtLeast("PT1S") Duration sessionMax) {}
