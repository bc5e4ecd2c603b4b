package io.eventpipeline.ingest.webhook;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotNull;

/**
 * The short way to one webhook source.
 *
 * @param secret makes the source {@code orders}; empty = none
 */
@ConfigurationProperties("webhook")
public record WebhookSettings(@NotNull Secret secret) {}
