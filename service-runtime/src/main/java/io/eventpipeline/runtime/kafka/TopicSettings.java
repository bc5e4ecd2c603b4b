package io.eventpipeline.runtime.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * The topic that events travel through.
 *
 * @param name as Kafka knows it
 * @param partitions it gets if it has to be created
 */
@ConfigurationProperties("topic")
public record TopicSettings(@NotBlank String name, @Min(1) int partitions) {}
