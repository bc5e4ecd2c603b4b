package io.eventpipeline.consumer.handle;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * The bounds of an attempt.
 *
 * @param timeout how long a handler may take for one event
 */
@ConfigurationProperties("handler")
public record HandlerSettings(@AtLeast("PT0.001S") Duration timeout) {}
