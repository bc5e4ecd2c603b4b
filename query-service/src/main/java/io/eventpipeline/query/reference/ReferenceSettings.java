package io.eventpipeline.query.reference;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * Bounds of the reference table.
 *
 * @param maxBytes the longest body of an upload
 */
@ConfigurationProperties("reference")
public record ReferenceSettings(@Min(1) long maxBytes) {}
