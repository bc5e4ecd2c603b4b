package io.eventpipeline.runtime.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * The topic of the events.
 *
 * @param name of the topic in Kafka
 * @param partitions of the topic if a service creates it
 */
@ConfigurationProperties("topic")
public record TopicSettings(@NotBlank String name, @Min(1) int partitions) {}
