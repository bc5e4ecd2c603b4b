package io.eventpipeline.admin.log;

import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads stretches of the log for one search. One thread. */
final class LogScan {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final LogTopic topic;
  private boolean olderGone;

  LogScan(Consumer<byte[], byte[]> consumer, LogTopic topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Whether records left Kafka that were to be read. */
  boolean isOlderGone() {
    return olderGone;
  }

  /**
   * Reads forward.
   *
   * @param to the first offset that is not read
   * @param more false ends it
   * @throws TimeoutException if nothing comes for 3 s
   */
  void read(
      TopicPartition partition,
      long from,
      long to,
      Predicate<ConsumerRecord<byte[], byte[]>> more) {
    consumer.assign(Set.of(partition));
    consumer.seek(partition, from);
    long position = from;
    long until = SystemTime.nanos() + PATIENCE;
    while (position < to) {
      try {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() >= to || !more.test(record)) {
            return;
          }
        }
        long before = position;
        position = consumer.position(partition);
        if (position > before) {
          until = SystemTime.nanos() + PATIENCE;
        } else if (SystemTime.nanos() - until > 0) {
          throw new TimeoutException("no records of " + partition + " within 3 s");
        }
      } catch (OffsetOutOfRangeException gone) {
        olderGone = true;
        position = begin(partition);
        consumer.seek(partition, position);
      }
    }
  }

  private long begin(TopicPartition partition) {
    Long begin = topic.begins(List.of(partition)).get(partition);
    if (begin == null) {
      throw new TimeoutException(partition + " does not answer");
    }
    return begin;
  }

  /** The first offset whose record is of this time or later; null if Kafka names none. */
  @Nullable Long offsetAt(TopicPartition partition, long unixMillis) {
    OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, unixMillis)).get(partition);
    return found == null ? null : found.offset();
  }
}
