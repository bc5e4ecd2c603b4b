package io.eventpipeline.admin.log;

import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the time of the oldest record that is not final, of each partition that has one. The answer
 * is kept as long as the committed offset stays: a partition that stands is read once. One thread
 * at a time.
 */
final class OldestRecords {
  private static final long PATIENCE = Duration.ofMillis(500).toNanos();
  private static final Duration POLL = Duration.ofMillis(100);

  private final LogClients clients;
  private final LogTopic topic;
  private final Map<TopicPartition, Oldest> known = new HashMap<>();
  private @Nullable Consumer<byte[], byte[]> consumer;

  private record Oldest(long committed, long at) {}

  OldestRecords(LogClients clients, LogTopic topic) {
    this.clients = clients;
    this.topic = topic;
  }

  /**
   * The timestamps in unix milliseconds, of those that answered in time.
   *
   * @param committed of partitions that have a record which is not final
   */
  Map<TopicPartition, Long> of(Map<TopicPartition, Long> committed) {
    known.keySet().retainAll(committed.keySet());
    Map<TopicPartition, Long> unknown = new HashMap<>();
    committed.forEach(
        (one, offset) -> {
          Oldest oldest = known.get(one);
          if (oldest == null || oldest.committed() != offset) {
            unknown.put(one, offset);
          }
        });
    if (!unknown.isEmpty()) {
      read(unknown);
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    known.forEach((one, oldest) -> times.put(one, oldest.at()));
    return times;
  }

  private void read(Map<TopicPartition, Long> wanted) {
    Consumer<byte[], byte[]> reader = consumer;
    if (reader == null) {
      reader = clients.probe();
      consumer = reader;
    }
    reader.assign(wanted.keySet());
    reader.resume(wanted.keySet()); // what is assigned again would stay paused
    wanted.forEach(reader::seek);
    Set<TopicPartition> open = new HashSet<>(wanted.keySet());
    known.keySet().removeAll(open);
    long until = SystemTime.nanos() + PATIENCE;
    while (!open.isEmpty() && SystemTime.nanos() - until < 0) {
      try {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          TopicPartition one = new TopicPartition(record.topic(), record.partition());
          Long committed = wanted.get(one);
          if (committed != null && open.remove(one)) {
            known.put(one, new Oldest(committed, record.timestamp()));
            reader.pause(Set.of(one));
          }
        }
      } catch (OffsetOutOfRangeException gone) {
        topic.begins(gone.offsetOutOfRangePartitions().keySet()).forEach(reader::seek);
      }
    }
  }

  void drop() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      consumer = null;
    }
    known.clear();
  }
}
