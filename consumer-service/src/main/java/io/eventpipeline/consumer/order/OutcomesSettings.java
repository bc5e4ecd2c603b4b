package io.eventpipeline.consumer.order;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * Settings of what is remembered of handlers that returned.
 *
 * @param maxBytes of emissions in memory. Beyond it the oldest results that have emissions are
 *     forgotten, so their handlers would run again if Redis forgot them too
 */
@ConfigurationProperties("outcomes")
public record OutcomesSettings(@Min(0) long maxBytes) {}
