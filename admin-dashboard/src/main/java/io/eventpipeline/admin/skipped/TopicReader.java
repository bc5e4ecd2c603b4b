package io.eventpipeline.admin.skipped;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single records. Joins no group. Threads: any; each call makes a client of its own. */
public final class TopicReader {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Properties kafka;

  /**
   * @param kafka settings of the client, {@code bootstrap.servers} among them
   */
  public TopicReader(Properties kafka) {
    this.kafka = new Properties();
    this.kafka.putAll(kafka);
    this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
  }

  /** The value of a record; null if the topic no longer has it, or it did not come within 5 s. */
  public byte @Nullable [] read(String topic, int partition, long offset) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition place = new TopicPartition(topic, partition);
      consumer.assign(List.of(place));
      consumer.seek(place, offset);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
        return record.offset() == offset ? record.value() : null;
      }
      return null;
    } catch (OffsetOutOfRangeException gone) {
      return null;
    }
  }
}
