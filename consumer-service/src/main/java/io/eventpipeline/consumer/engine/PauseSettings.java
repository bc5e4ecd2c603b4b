package io.eventpipeline.consumer.engine;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;

/**
 * When reading of a partition waits.
 *
 * @param maxLogSpan offsets of one partition from its oldest unfinished event to the last one read,
 *     before it is paused, and before the pause of a user ends; one poll may go above it
 */
@ConfigurationProperties("pause")
public record PauseSettings(@Min(1) int maxLogSpan) {}
