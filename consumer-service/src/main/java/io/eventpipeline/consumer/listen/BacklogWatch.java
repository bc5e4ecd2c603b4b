package io.eventpipeline.consumer.listen;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the backlog of each partition up to date. The last fetch says where a partition ends; a
 * paused one is not fetched, so the broker is asked for it now and then. Poll thread only.
 */
final class BacklogWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(1);

  private long lastLook;
  private long lastAsk;

  void lookIfDue(Consumer<?, ?> consumer, Collection<AssignedPartition> partitions, long now) {
    if (now - lastLook < LOOK_NANOS) {
      return;
    }
    lastLook = now;
    for (AssignedPartition partition : partitions) {
      OptionalLong ahead = consumer.currentLag(partition.name());
      Long position = OffsetCommitter.position(consumer, partition.name());
      if (position != null && ahead.isPresent()) {
        partition.backlog().update(partition.watermark(), position, position + ahead.getAsLong());
      }
    }
    if (now - lastAsk >= ASK_NANOS) {
      lastAsk = now;
      askForPaused(consumer, partitions);
    }
  }

  private static void askForPaused(
      Consumer<?, ?> consumer, Collection<AssignedPartition> partitions) {
    List<AssignedPartition> paused =
        partitions.stream().filter(AssignedPartition::isPaused).toList();
    if (paused.isEmpty()) {
      return;
    }
    List<TopicPartition> names = paused.stream().map(AssignedPartition::name).toList();
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(names, KAFKA_TIMEOUT);
      for (AssignedPartition partition : paused) {
        Long end = ends.get(partition.name());
        if (end != null) {
          partition.backlog().extendTo(end);
        }
      }
    } catch (WakeupException e) {
      throw e; // or the shutdown that it announces would never come
    } catch (KafkaException e) {
      LOG.debug("the ends of {} are unknown: {}", names, e.toString());
    }
  }
}
