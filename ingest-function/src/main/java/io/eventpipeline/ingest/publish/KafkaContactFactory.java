package io.eventpipeline.ingest.publish;

import io.eventpipeline.runtime.kafka.KafkaContact;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** Tells what it means for the ingest API that Kafka does not answer. */
@Factory
final class KafkaContactFactory {
  @Singleton
  KafkaContact contact(@Value("${kafka.bootstrap.servers}") String brokers) {
    return new KafkaContact(brokers, "Until then the API refuses events with 503.");
  }
}
