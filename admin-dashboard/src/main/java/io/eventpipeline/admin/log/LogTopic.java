package io.eventpipeline.admin.log;

import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka says of the topic: its partitions, and where they begin and end. A partition that does
 * not answer is away; the others are told. Threads: any; they wait, and get a {@link
 * KafkaException} if nothing answers.
 */
@Singleton
public final class LogTopic {
  private static final long DESCRIBED = Duration.ofSeconds(30).toNanos();
  private static final long MISSING = Duration.ofSeconds(2).toNanos();
  private static final long AWAY = Duration.ofSeconds(10).toNanos();

  private final LogClients clients;
  private final String name;
  private volatile @Nullable Known known;

  /** Partitions that did not answer, and when they are asked again, in nanoseconds. */
  private final Map<Integer, Long> away = new ConcurrentHashMap<>();

  private record Known(List<TopicPartition> partitions, long until) {}

  public LogTopic(LogClients clients, TopicSettings topic) {
    this.clients = clients;
    this.name = topic.name();
  }

  public String name() {
    return name;
  }

  /** All partitions in their order; empty if there is no such topic. */
  List<TopicPartition> partitions() {
    Known now = known;
    if (now == null || SystemTime.nanos() - now.until() >= 0) {
      now = describe();
      known = now;
    }
    return now.partitions();
  }

  private Known describe() {
    try {
      TopicDescription topic =
          LogClients.answer(
              clients.admin().describeTopics(List.of(name)).topicNameValues().get(name));
      List<TopicPartition> partitions =
          topic.partitions().stream()
              .map(one -> new TopicPartition(name, one.partition()))
              .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
              .toList();
      return new Known(partitions, SystemTime.nanos() + DESCRIBED);
    } catch (UnknownTopicOrPartitionException missing) {
      return new Known(List.of(), SystemTime.nanos() + MISSING);
    }
  }

  /** Partitions that did not answer in the last 10 s, in their order. */
  List<Integer> away() {
    long now = SystemTime.nanos();
    return away.entrySet().stream()
        .filter(one -> now - one.getValue() < 0)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Where readers of committed records end now, of each partition that answers. */
  Map<TopicPartition, Long> ends() {
    return ask(partitions(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /** Where the log ends now, open transactions included. */
  Map<TopicPartition, Long> logEnds() {
    return ask(partitions(), OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The first offsets that are still there. */
  Map<TopicPartition, Long> begins(Collection<TopicPartition> which) {
    return ask(which, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<TopicPartition, Long> ask(
      Collection<TopicPartition> which, OffsetSpec what, IsolationLevel level) {
    List<Integer> silent = away();
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartition one : which) {
      if (!silent.contains(one.partition())) {
        asked.put(one, what);
      }
    }
    ListOffsetsResult result =
        clients
            .admin()
            .listOffsets(asked, new ListOffsetsOptions(level).timeoutMs(LogClients.ANSWER_MS));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    List<Integer> failed = new ArrayList<>();
    KafkaException why = null;
    for (TopicPartition one : asked.keySet()) {
      try {
        offsets.put(one, LogClients.answer(result.partitionResult(one)).offset());
        away.remove(one.partition());
      } catch (KafkaException e) {
        failed.add(one.partition());
        why = e;
      }
    }
    if (why != null) {
      known = null; // the topic may have gone
      if (offsets.isEmpty()) {
        throw why; // all of Kafka, so that it is asked again soon
      }
    }
    long again = SystemTime.nanos() + AWAY;
    failed.forEach(one -> away.put(one, again));
    return offsets;
  }
}
