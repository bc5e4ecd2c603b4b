package io.eventpipeline.consumer.handle;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * The bounds of a handler run.
 *
 * @param timeout how long one may take
 */
@ConfigurationProperties("handler")
public record HandlerSettings(@AtLeast("PT0.001S") Duration timeout) {}
