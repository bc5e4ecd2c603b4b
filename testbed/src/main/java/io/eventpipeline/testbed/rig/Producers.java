package io.eventpipeline.testbed.rig;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers that write straight into Kafka. */
public final class Producers {
  private Producers() {}

  /**
   * A producer that waits for all replicas and sends one request at a time. With several, the first
   * batch of a new partition may be overtaken by the second one; the broker then refuses it until
   * it expires after two minutes (KAFKA-15591).
   *
   * @param more further settings of the producer
   */
  public static KafkaProducer<byte[], byte[]> of(
      String bootstrapServers, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    settings.put("max.in.flight.requests.per.connection", "1");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
