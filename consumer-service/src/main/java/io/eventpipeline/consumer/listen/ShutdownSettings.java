package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.config.AtLeast;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How the service ends.
 *
 * @param grace how long running handlers may take to finish when a partition or the process goes
 */
@ConfigurationProperties("shutdown")
public record ShutdownSettings(@AtLeast("PT0.001S") Duration grace) {}
