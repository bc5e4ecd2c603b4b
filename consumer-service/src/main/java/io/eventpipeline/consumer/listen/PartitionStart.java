package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.engine.PartitionName;
import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where to start reading partitions that were just assigned. Poll thread only. */
final class PartitionStart {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionStart.class);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(2);

  private final TopicIds topics;
  private final PollStatus status;
  private final Duration reread;

  PartitionStart(TopicIds topics, PollStatus status, Duration reread) {
    this.topics = topics;
    this.status = status;
    this.reread = reread;
  }

  /** The committed offsets. Waits until Kafka says them. */
  Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<?, ?> consumer, Collection<TopicPartition> names) {
    while (!names.isEmpty()) {
      status.markTurn();
      try {
        return consumer.committed(Set.copyOf(names), KAFKA_TIMEOUT);
      } catch (TimeoutException e) {
        LOG.warn("Kafka does not say the committed offsets, retrying: {}", e.toString());
      }
    }
    return Map.of();
  }

  /** The id of the topic that is there now; null if there is none. Waits until Kafka says. */
  @Nullable String topicId() {
    while (!status.isDraining()) {
      status.markTurn();
      switch (topics.ask()) {
        case TopicIds.Reply.Is(String id) -> {
          return id;
        }
        case TopicIds.Reply.Missing() -> {
          return null;
        }
        case TopicIds.Reply.Unknown(Throwable why) ->
            LOG.debug("Kafka does not say the topic's id, retrying: {}", why.toString());
      }
    }
    return CommitNote.UNKNOWN_TOPIC;
  }

  /**
   * Moves the consumer to where the partition is read from.
   *
   * @param committed what its last owner committed, or null
   */
  AssignedPartition start(
      Consumer<?, ?> consumer,
      TopicPartition name,
      String topicId,
      @Nullable OffsetAndMetadata committed) {
    CommitNote note = CommitNote.parse(committed == null ? null : committed.metadata());
    boolean recreated = note != null && note.isOfAnother(topicId);
    if (recreated) {
      LOG.warn("the topic of {} was deleted and created again: reading it from its start", name);
      note = null;
    }
    PartitionName plain = new PartitionName(name.topic(), name.partition());
    AssignedPartition partition =
        new AssignedPartition(name, new Partition(plain, topicId, note), reread);
    if (recreated) {
      long first = firstOffset(consumer, name);
      consumer.seek(name, first);
      partition.startOnlyAt(first, SystemTime.nanos());
    } else if (committed != null) {
      startAt(consumer, partition, committed.offset(), note);
    }
    return partition;
  }

  /** Where the log begins. Waits until Kafka says it; 0 if this process ends meanwhile. */
  private long firstOffset(Consumer<?, ?> consumer, TopicPartition name) {
    while (!status.isDraining()) {
      status.markTurn();
      try {
        return consumer.beginningOffsets(List.of(name), KAFKA_TIMEOUT).getOrDefault(name, 0L);
      } catch (TimeoutException e) {
        LOG.warn("Kafka does not say where {} begins, retrying: {}", name, e.toString());
      }
    }
    return 0;
  }

  /** Kafka checks against the leader epoch whether the log still has the record before. */
  private static void startAt(
      Consumer<?, ?> consumer,
      AssignedPartition partition,
      long offset,
      @Nullable CommitNote note) {
    partition.startAt(offset, note, SystemTime.nanos());
    // An epoch of another topic would keep the consumer from ever finding the leader.
    if (note != null
        && note.leaderEpoch() != CommitNote.UNKNOWN_EPOCH
        && note.topicId().equals(partition.shared().topicId())) {
      consumer.seek(
          partition.name(), new OffsetAndMetadata(offset, Optional.of(note.leaderEpoch()), ""));
    }
  }
}
