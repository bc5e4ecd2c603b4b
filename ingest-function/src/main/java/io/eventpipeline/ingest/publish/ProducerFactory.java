package io.eventpipeline.ingest.publish;

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers. */
public final class ProducerFactory {
  private ProducerFactory() {}

  /** Makes it from what the team configured for Kafka; does not connect yet. */
  public static Producer<byte[], byte[]> make(Properties kafka) {
    return new KafkaProducer<>(
        PublishSettings.producer(kafka), new ByteArraySerializer(), new ByteArraySerializer());
  }
}
