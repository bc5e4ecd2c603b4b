package io.eventpipeline.consumer.ledger;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Whether this consumer writes the window log.
 *
 * @param enabled counts each event that becomes processed in the second of its event time
 */
@ConfigurationProperties("window")
public record WindowLogSettings(@NotNull Boolean enabled) {}
