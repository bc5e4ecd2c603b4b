package io.eventpipeline.admin.replay;

import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records of operators to Kafka. Threads: any. */
public final class ReplayPublisher implements AutoCloseable {
  /** The longest wait for an acknowledgement. Shorter than a runner's right to run its job. */
  static final Duration DELIVERY = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;

  /**
   * @param producer with {@code acks=all}; this object closes it
   */
  public ReplayPublisher(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Connects to Kafka.
   *
   * @param kafka settings of the client, {@code bootstrap.servers} among them
   */
  public static ReplayPublisher connect(Properties kafka) {
    Properties all = new Properties();
    all.putAll(kafka);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "0");
    all.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000");
    all.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(DELIVERY.toMillis()));
    all.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(DELIVERY.toMillis()));
    return new ReplayPublisher(
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Sends one record. May wait for the topic's metadata, at most 5 s.
   *
   * @return completes once all in-sync replicas have it; fails if Kafka did not acknowledge it in
   *     time, which does not mean that it is not in the topic
   */
  public CompletableFuture<Void> publish(Outgoing record) {
    byte[] key = record.userId().getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(record.topic(), key, record.value());
    Headers headers = message.headers();
    add(headers, EventTopic.ID_HEADER, record.id());
    add(headers, EventTopic.TYPE_HEADER, record.type());
    add(headers, EventTopic.REPLAY_HEADER, record.token());
    add(headers, EventTopic.EVENT_TIME_HEADER, record.eventTime());
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try {
      var unused =
          producer.send(
              message,
              (metadata, error) -> {
                if (error == null) {
                  acknowledged.complete(null);
                } else {
                  acknowledged.completeExceptionally(error);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged;
  }

  private static void add(Headers headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** How many partitions a topic has. Waits at most 5 s for Kafka. */
  public int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  @Override
  public void close() {
    producer.close(DELIVERY);
  }
}
