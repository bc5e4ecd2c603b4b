package io.eventpipeline.ingest.publish;

import io.eventpipeline.runtime.kafka.KafkaContact;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers. {@link TopicProducer} needs one after another, so they are no beans. */
@Factory
final class ProducerFactory {
  private final Properties kafka;

  ProducerFactory(KafkaDefaultConfiguration kafka) {
    this(kafka.getConfig());
  }

  private ProducerFactory(Properties kafka) {
    this.kafka = kafka;
  }

  static ProducerFactory of(Properties kafka) {
    return new ProducerFactory(kafka);
  }

  /** Does not connect yet. */
  Producer<byte[], byte[]> make() {
    return new KafkaProducer<>(
        ProducerDefaults.below(kafka), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Singleton
  KafkaContact contact(@Value("${kafka.bootstrap.servers}") String brokers) {
    return new KafkaContact(brokers, "Until then events are refused with 503.");
  }
}
