package io.eventpipeline.admin.log;

import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Reads how far the consumers are. Threads: any; one reads, the others get what was read last.
 * {@link #last} never waits.
 */
@Singleton
public final class ProgressReader implements AutoCloseable {
  private static final long MEMBERS_EVERY = Duration.ofSeconds(5).toNanos();

  private final LogClients clients;
  private final LogTopic topic;
  private final OldestRecords oldest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Backoff backoff = new Backoff();
  private int members;
  private long membersAgain;
  private volatile Progress last = Progress.NONE;

  public ProgressReader(LogClients clients, LogTopic topic) {
    this.clients = clients;
    this.topic = topic;
    this.oldest = new OldestRecords(clients, topic);
  }

  /** What was read last. */
  public Progress last() {
    return last;
  }

  /** Reads it. While Kafka does not answer: what was read last, marked as stale. */
  public Progress read() {
    if (!lock.tryLock()) {
      return last;
    }
    try {
      if (backoff.mayAsk(SystemTime.nanos())) {
        last = readOrStale();
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private Progress readOrStale() {
    try {
      Progress read = readNow();
      backoff.answered();
      return read;
    } catch (KafkaException e) {
      backoff.failed(SystemTime.nanos());
      oldest.drop();
      return last.stale(SystemTime.unixMillis());
    }
  }

  private Progress readNow() {
    if (topic.partitions().isEmpty()) {
      return new Progress(SystemTime.unixMillis(), List.of(), List.of(), true, membersIfDue(), 0);
    }
    // Committed first: what is below it is final for whoever looks into Redis afterwards.
    Map<TopicPartition, Long> committed = committed();
    Map<TopicPartition, Long> ends = topic.ends();
    Map<TopicPartition, Long> logEnds = topic.logEnds();
    Map<TopicPartition, Long> starts = starts(committed, ends);
    Map<TopicPartition, Long> waiting = new HashMap<>(starts);
    waiting.entrySet().removeIf(one -> one.getValue() >= ends.getOrDefault(one.getKey(), 0L));
    Map<TopicPartition, Long> oldestAt = oldest.of(waiting);
    List<PartitionProgress> all = new ArrayList<>();
    for (TopicPartition one : topic.partitions()) {
      Long end = ends.get(one);
      Long start = starts.get(one);
      if (end != null && start != null) {
        long open = Math.max(0, logEnds.getOrDefault(one, end) - end);
        all.add(
            new PartitionProgress(
                one.partition(), start, end, open, oldestAt.getOrDefault(one, 0L)));
      }
    }
    return new Progress(SystemTime.unixMillis(), all, topic.away(), false, membersIfDue(), 0);
  }

  private Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> committed = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> answer =
        LogClients.answer(
            clients
                .admin()
                .listConsumerGroupOffsets(
                    EventTopic.GROUP,
                    new ListConsumerGroupOffsetsOptions().timeoutMs(LogClients.ANSWER_MS))
                .partitionsToOffsetAndMetadata());
    answer.forEach(
        (one, offset) -> {
          if (offset != null && one.topic().equals(topic.name())) {
            committed.put(one, offset.offset());
          }
        });
    return committed;
  }

  /** Where the consumers go on. Where nobody has committed, that is the beginning. */
  private Map<TopicPartition, Long> starts(
      Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends) {
    List<TopicPartition> without =
        ends.keySet().stream().filter(one -> !committed.containsKey(one)).toList();
    Map<TopicPartition, Long> starts = new HashMap<>(committed);
    if (!without.isEmpty()) {
      starts.putAll(topic.begins(without));
    }
    return starts;
  }

  private int membersIfDue() {
    long now = SystemTime.nanos();
    if (membersAgain == 0 || now - membersAgain >= 0) {
      members = members();
      membersAgain = now + MEMBERS_EVERY;
    }
    return members;
  }

  private int members() {
    try {
      return LogClients.answer(
              clients
                  .admin()
                  .describeConsumerGroups(List.of(EventTopic.GROUP))
                  .describedGroups()
                  .get(EventTopic.GROUP))
          .members()
          .size();
    } catch (GroupIdNotFoundException none) {
      return 0;
    }
  }

  @Override
  @PreDestroy
  public void close() {
    lock.lock();
    try {
      oldest.drop();
    } finally {
      lock.unlock();
    }
  }
}
