package io.eventpipeline.admin.replay;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Makes what writes the replays to Kafka. */
@Factory
final class KafkaBeans {
  /** Does not connect before the first record. */
  @Singleton
  @Bean(preDestroy = "close")
  ReplayPublisher publisher(KafkaDefaultConfiguration kafka) {
    return ReplayPublisher.connect(kafka.getConfig());
  }
}
