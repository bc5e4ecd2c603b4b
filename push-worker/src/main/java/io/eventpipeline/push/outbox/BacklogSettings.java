package io.eventpipeline.push.outbox;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * How much may wait in the outbox.
 *
 * @param maxBacklog entries at which the consumer pauses; at half of them health is degraded
 */
@ConfigurationProperties("outbox")
public record BacklogSettings(@Min(1) long maxBacklog) {}
