package io.eventpipeline.projection.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topic, read once from its start. Its group is its own. One thread. */
final class EventLog implements AutoCloseable {
  private static final String GROUP = "projections-rebuild";

  /** The group of the pipeline's consumers. */
  private static final String PIPELINE = "event-processors";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long COMMIT_EVERY_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST_IN_A_POLL = 2000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Properties clients;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> begin;
  private Map<TopicPartition, Long> end = Map.of();
  private long committedAt = System.nanoTime();

  private EventLog(KafkaConsumer<byte[], byte[]> consumer, Properties clients, String topic) {
    this.consumer = consumer;
    this.clients = clients;
    List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
    if (found == null || found.isEmpty()) {
      throw new RebuildRefused("Kafka has no topic " + topic);
    }
    this.partitions =
        found.stream().map(each -> new TopicPartition(topic, each.partition())).toList();
    this.begin = consumer.beginningOffsets(partitions, PATIENCE);
  }

  static EventLog open(RebuildSettings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.kafka());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "" + MOST_IN_A_POLL);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new EventLog(consumer, settings.kafka(), settings.topic());
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * @param from rows from before it are kept; null for none
   * @throws RebuildRefused if events that are to be read are gone
   */
  void requireComplete(@Nullable Instant from) {
    List<TopicPartition> cut =
        partitions.stream().filter(each -> begin.getOrDefault(each, 0L) > 0).toList();
    if (cut.isEmpty()) {
      return;
    }
    String where =
        cut.stream()
            .map(each -> each.partition() + " at offset " + begin.get(each))
            .collect(Collectors.joining(", "));
    if (from == null) {
      throw new RebuildRefused(
          "the log has lost its first records (partition %s), so their rows would go. Give --from"
                  .formatted(where)
              + " DATE to keep the rows from before that date and rebuild the later ones");
    }
    consumer
        .offsetsForTimes(cut.stream().collect(Collectors.toMap(each -> each, each -> 0L)), PATIENCE)
        .forEach((partition, first) -> requireReaches(from, partition, first));
  }

  /**
   * @param first record that is left; null for a partition without records
   */
  private static void requireReaches(
      Instant from, TopicPartition partition, @Nullable OffsetAndTimestamp first) {
    if (first != null && from.isBefore(Instant.ofEpochMilli(first.timestamp()))) {
      throw new RebuildRefused(
          "--from %s is before the first record of partition %d, which is of %s: choose a later date"
              .formatted(from, partition.partition(), Instant.ofEpochMilli(first.timestamp())));
    }
  }

  /** Notes where the log ends now, and goes to its start. */
  void readFromStart() {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    end = consumer.endOffsets(partitions, PATIENCE);
  }

  /** The next records, before the end that was noted; may be none. */
  Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> poll() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new LinkedHashMap<>();
    for (TopicPartition partition : records.partitions()) {
      long ends = end.getOrDefault(partition, 0L);
      List<ConsumerRecord<byte[], byte[]>> before =
          records.records(partition).stream().filter(each -> each.offset() < ends).toList();
      if (!before.isEmpty()) {
        found.put(partition, before);
      }
    }
    commitNowAndThen();
    return found;
  }

  /** Lets the tools of operators see how far it is. The next rebuild begins at the start again. */
  private void commitNowAndThen() {
    long now = System.nanoTime();
    if (now - committedAt > COMMIT_EVERY_NANOS) {
      committedAt = now;
      consumer.commitAsync();
    }
  }

  boolean isAtEnd() {
    return partitions.stream()
        .allMatch(each -> consumer.position(each, PATIENCE) >= end.getOrDefault(each, 0L));
  }

  /** Records to read. */
  long size() {
    return partitions.stream().mapToLong(each -> ends(each) - begins(each)).sum();
  }

  /** Records read, at most {@link #size()}. */
  long position() {
    return partitions.stream()
        .mapToLong(each -> Math.min(consumer.position(each), ends(each)) - begins(each))
        .sum();
  }

  private long begins(TopicPartition partition) {
    return Math.min(begin.getOrDefault(partition, 0L), ends(partition));
  }

  private long ends(TopicPartition partition) {
    return end.getOrDefault(partition, 0L);
  }

  /** The offset, by partition, before which the pipeline has finished every event. */
  Map<Integer, Long> committed() throws InterruptedException {
    try (Admin admin = Admin.create(clients)) {
      Map<Integer, Long> committed = new HashMap<>();
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin
              .listConsumerGroupOffsets(PIPELINE)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata offset = offsets.get(partition);
        committed.put(partition.partition(), offset == null ? 0 : offset.offset());
      }
      return committed;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka does not tell the offsets of " + PIPELINE, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
