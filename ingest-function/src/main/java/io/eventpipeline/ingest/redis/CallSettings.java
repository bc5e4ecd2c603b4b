package io.eventpipeline.ingest.redis;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How long a request waits for Redis.
 *
 * @param timeout after which the request goes on without Redis
 */
@ConfigurationProperties("limit")
public record CallSettings(@AtLeast("PT0.001S") Duration timeout) {}
