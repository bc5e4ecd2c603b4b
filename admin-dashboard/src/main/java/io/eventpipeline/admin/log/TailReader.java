package io.eventpipeline.admin.log;

import io.eventpipeline.runtime.time.SystemTime;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest records of the topic. It reads only what is new since the last call, so that
 * four calls a second cost little at any rate. Threads: any; one reads, the others get what was
 * read last.
 */
@Singleton
public final class TailReader implements AutoCloseable {
  /** Rows of a page. */
  public static final int ROWS = 20;

  private static final long FRESH = Duration.ofMillis(200).toNanos();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  private final LogClients clients;
  private final LogTopic topic;
  private final ReentrantLock lock = new ReentrantLock();
  private final Backoff backoff = new Backoff();
  private final Map<TopicPartition, PartitionTail> tails = new HashMap<>();
  private @Nullable Consumer<byte[], byte[]> consumer;
  private long readAt;
  private volatile @Nullable Tail last;

  public TailReader(LogClients clients, LogTopic topic) {
    this.clients = clients;
    this.topic = topic;
  }

  /** The newest rows, at most 200 ms old. While Kafka does not answer, those of before. */
  public Tail now() {
    Tail known = last;
    if (known == null) {
      lock.lock();
    } else if (!lock.tryLock()) {
      return known;
    }
    try {
      return readIfDue();
    } finally {
      lock.unlock();
    }
  }

  private Tail readIfDue() {
    Tail known = last == null ? Tail.NONE : last;
    long now = SystemTime.nanos();
    if (last != null && now - readAt < FRESH || !backoff.mayAsk(now)) {
      return known;
    }
    try {
      known = read();
      backoff.answered();
    } catch (KafkaException e) {
      backoff.failed(SystemTime.nanos());
      known = known.stale(SystemTime.unixMillis());
      drop();
    }
    readAt = SystemTime.nanos();
    last = known;
    return known;
  }

  private Tail read() {
    List<TopicPartition> partitions = topic.partitions();
    if (partitions.isEmpty()) {
      drop();
      return new Tail(List.of(), List.of(), true, 0);
    }
    Map<TopicPartition, Long> ends = topic.ends();
    Consumer<byte[], byte[]> reader = reader(partitions);
    Set<TopicPartition> due = new HashSet<>();
    for (Map.Entry<TopicPartition, Long> one : ends.entrySet()) {
      PartitionTail tail = tail(one.getKey());
      if (tail.isAfresh(one.getValue())) {
        reader.seek(one.getKey(), tail.restart(one.getValue()));
      }
      if (tail.isBehind(one.getValue())) {
        due.add(one.getKey());
      }
    }
    readTo(reader, due, ends);
    widen(reader, ends);
    return new Tail(newest(), topic.away(), false, 0);
  }

  /** Assigned to all partitions, each with a position: else it refuses to read any. */
  private Consumer<byte[], byte[]> reader(List<TopicPartition> partitions) {
    Consumer<byte[], byte[]> reader = consumer;
    if (reader == null) {
      reader = clients.tail();
      consumer = reader;
    }
    if (!reader.assignment().equals(Set.copyOf(partitions))) {
      reader.assign(partitions);
      tails.clear();
      for (TopicPartition one : partitions) {
        reader.seek(one, 0);
      }
      reader.pause(partitions);
    }
    return reader;
  }

  private PartitionTail tail(TopicPartition partition) {
    return tails.computeIfAbsent(partition, one -> new PartitionTail(ROWS));
  }

  /** Transactions, retention and compaction leave offsets without records. */
  private void widen(Consumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) {
    Set<TopicPartition> few = few(ends);
    while (!few.isEmpty()) {
      Map<TopicPartition, Long> begins = topic.begins(few);
      few.retainAll(begins.keySet());
      for (TopicPartition one : few) {
        reader.seek(one, tail(one).widen(offset(begins, one), offset(ends, one)));
      }
      readTo(reader, new HashSet<>(few), ends);
      few.retainAll(few(ends));
    }
  }

  private Set<TopicPartition> few(Map<TopicPartition, Long> ends) {
    Set<TopicPartition> few = new HashSet<>(ends.keySet());
    few.removeIf(one -> !tail(one).isShort());
    return few;
  }

  /**
   * Reads until each of the partitions is at its end.
   *
   * @param due is emptied
   */
  private void readTo(
      Consumer<byte[], byte[]> reader, Set<TopicPartition> due, Map<TopicPartition, Long> ends) {
    if (due.isEmpty()) {
      return;
    }
    reader.pause(reader.assignment());
    reader.resume(due);
    long until = SystemTime.nanos() + PATIENCE;
    while (!due.isEmpty()) {
      if (poll(reader, due)) {
        until = SystemTime.nanos() + PATIENCE;
      }
      due.removeIf(one -> !tail(one).isBehind(offset(ends, one)));
      if (SystemTime.nanos() - until > 0) {
        throw new TimeoutException("no records of " + due + " within a second");
      }
    }
  }

  /** False if nothing came. */
  private boolean poll(Consumer<byte[], byte[]> reader, Set<TopicPartition> due) {
    try {
      ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
      boolean moved = !records.isEmpty();
      for (TopicPartition one : due) {
        tail(one).take(records.records(one), reader.position(one));
      }
      return moved;
    } catch (OffsetOutOfRangeException gone) {
      Set<TopicPartition> lost = gone.offsetOutOfRangePartitions().keySet();
      Map<TopicPartition, Long> begins = topic.begins(lost);
      for (TopicPartition one : begins.keySet()) {
        reader.seek(one, tail(one).skipTo(offset(begins, one)));
      }
      return true;
    }
  }

  private List<LogRow> newest() {
    long now = SystemTime.unixMillis();
    // A producer's clock may run ahead; its records must not stay at the top for ever.
    List<LogRow> all = new ArrayList<>();
    tails.values().forEach(tail -> tail.rows().forEach(all::add));
    all.sort(
        Comparator.comparingLong((LogRow row) -> Math.min(row.at(), now))
            .thenComparingLong(LogRow::offset)
            .reversed());
    return all.subList(0, Math.min(ROWS, all.size()));
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition one) {
    Long offset = offsets.get(one);
    if (offset == null) {
      throw new TimeoutException(one + " does not answer");
    }
    return offset;
  }

  /** What a client that failed knows may be wrong, and it may wait for long. */
  private void drop() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      consumer = null;
    }
    tails.clear();
  }

  @Override
  @PreDestroy
  public void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }
}
