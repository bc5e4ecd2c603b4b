package io.eventpipeline.consumer.engine;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How the service ends.
 *
 * @param grace how long running handlers may take when a partition or the process goes
 */
@ConfigurationProperties("shutdown")
public record ShutdownSettings(@AtLeast("PT0.001S") Duration grace) {}
