package io.eventpipeline.testbed.rig;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A topic for long searches, which no consumer reads. One thread. */
public final class LongTopic implements AutoCloseable {
  private static final int USERS = 1_000;

  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Makes the topic, with as many partitions as that of the events. */
  public LongTopic(String bootstrapServers, String name) {
    this.name = name;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(name, EventsTopic.PARTITIONS, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topic was made", e);
    }
    producer =
        Producers.of(
            bootstrapServers,
            Map.of("linger.ms", "5", "batch.size", "262144", "max.request.size", "2000000"));
  }

  /** Writes one event into the partition of its user. */
  public void send(String id, String user) {
    await(write(EventsTopic.partitionOf(user), id, user, ""));
  }

  /**
   * Writes events of a thousand other users.
   *
   * @param characters of each payload, about
   */
  public void fill(int partition, int count, int characters) {
    String filler = "x".repeat(characters);
    for (int i = 0; i < count; i++) {
      var unused = write(partition, Names.fresh("f"), "other-" + i % USERS, filler);
    }
    await(write(partition, Names.fresh("f"), "other-0", filler));
  }

  /** What one partition got is there in the order in which it was written. */
  private Future<RecordMetadata> write(int partition, String id, String user, String filler) {
    String value =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{\"a\":\"%s\"},\"timestamp\":5}"
            .formatted(id, user, filler);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(name, partition, bytes(user), bytes(value));
    record.headers().add("event-id", bytes(id));
    return producer.send(record);
  }

  private void await(Future<RecordMetadata> last) {
    producer.flush();
    try {
      RecordMetadata unused = last.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Kafka was written to", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
