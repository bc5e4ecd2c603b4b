package io.eventpipeline.admin.skipped;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Makes what reads single records. */
@Factory
final class TopicBeans {
  @Singleton
  TopicReader topic(KafkaDefaultConfiguration kafka) {
    return new TopicReader(kafka.getConfig());
  }
}
