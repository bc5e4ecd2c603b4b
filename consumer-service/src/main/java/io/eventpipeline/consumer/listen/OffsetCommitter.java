package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits the watermarks of our partitions, 20 times a second at most. Poll thread only. */
final class OffsetCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(2);

  private final AssignedPartitions assigned;
  private final EventLoop loop;
  private long lastCommit;
  private boolean failing;

  OffsetCommitter(AssignedPartitions assigned, EventLoop loop) {
    this.assigned = assigned;
    this.loop = loop;
  }

  /** Commits what has moved, without waiting, and proves our ownership where the loop asks. */
  void commitIfDue(Consumer<?, ?> consumer, long now) {
    if (now - lastCommit < COMMIT_NANOS) {
      return;
    }
    lastCommit = now;
    Map<TopicPartition, OffsetAndMetadata> moved = takeCommits(consumer, assigned.all(), now);
    if (!moved.isEmpty()) {
      // Kafka's newer consumer does not name the offsets of a failed commit.
      consumer.commitAsync(moved, (ignored, failure) -> recordResult(moved, failure));
    }
    for (AssignedPartition partition : assigned.all()) {
      if (partition.shared().isProofWanted()) {
        prove(consumer, partition);
      }
    }
  }

  /** Commits before partitions leave. The next owner reads again what does not arrive. */
  void commitNow(Consumer<?, ?> consumer, Collection<AssignedPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> moved =
        takeCommits(consumer, partitions, SystemTime.nanos());
    if (moved.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(moved, KAFKA_TIMEOUT);
    } catch (WakeupException e) {
      partitions.forEach(AssignedPartition::forgetCommit);
      throw e; // or the shutdown that it announces would never come
    } catch (KafkaException e) {
      LOG.warn(
          "the last commit of {} failed, the next owner reads some records again: {}",
          moved.keySet(),
          e.toString());
    }
  }

  /** A commit that the group accepts proves that we are a member, and so the owner. */
  private void prove(Consumer<?, ?> consumer, AssignedPartition partition) {
    try {
      partition.forgetCommit();
      OffsetAndMetadata offset =
          takeCommits(consumer, List.of(partition), SystemTime.nanos()).get(partition.name());
      if (offset != null) {
        consumer.commitSync(Map.of(partition.name(), offset), KAFKA_TIMEOUT);
        partition.shared().completeProof();
        loop.takeAgain(partition.shared());
      }
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Kafka does not confirm that {} is ours: {}", partition.name(), e.toString());
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> takeCommits(
      Consumer<?, ?> consumer, Collection<AssignedPartition> partitions, long now) {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (AssignedPartition partition : partitions) {
      Long position = position(consumer, partition.name());
      OffsetAndMetadata offset = position == null ? null : partition.takeCommit(position, now);
      if (offset != null) {
        moved.put(partition.name(), offset);
      }
    }
    return moved;
  }

  /** The offset that is read next; null while it is unknown, which must not hold up the poll. */
  static @Nullable Long position(Consumer<?, ?> consumer, TopicPartition name) {
    try {
      return consumer.position(name, Duration.ofMillis(1));
    } catch (org.apache.kafka.common.errors.TimeoutException notYet) {
      return null;
    }
  }

  private void recordResult(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure == null) {
      failing = false;
      return;
    }
    if (!failing) {
      LOG.warn("a commit failed, retrying: {}", failure.toString());
    }
    failing = true;
    for (TopicPartition name : offsets.keySet()) {
      AssignedPartition partition = assigned.get(name);
      if (partition != null) {
        partition.forgetCommit();
      }
    }
  }
}
