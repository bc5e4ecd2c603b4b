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
 * Keeps it known how far each partition is behind. Its end is what the last fetch said; a paused
 * partition is not fetched, and so the broker is asked now and then. Poll thread only.
 */
final class BacklogWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(1);

  private long lastLook;
  private long lastAsk;

  /** Call often. */
  void turn(Consumer<?, ?> consumer, Collection<Partition> partitions, long now) {
    if (now - lastLook < LOOK_NANOS) {
      return;
    }
    lastLook = now;
    for (Partition partition : partitions) {
      OptionalLong ahead = consumer.currentLag(partition.name());
      Long position = PollThread.position(consumer, partition.name());
      if (position != null && ahead.isPresent()) {
        partition.backlog().look(partition.watermark(), position, position + ahead.getAsLong());
      }
    }
    if (now - lastAsk >= ASK_NANOS) {
      lastAsk = now;
      ask(consumer, partitions);
    }
  }

  private static void ask(Consumer<?, ?> consumer, Collection<Partition> partitions) {
    List<Partition> paused = partitions.stream().filter(Partition::paused).toList();
    if (paused.isEmpty()) {
      return;
    }
    List<TopicPartition> names = paused.stream().map(Partition::name).toList();
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(names, KAFKA_TIMEOUT);
      for (Partition partition : paused) {
        Long end = ends.get(partition.name());
        if (end != null) {
          partition.backlog().endsAt(end);
        }
      }
    } catch (WakeupException e) {
      throw e; // or the shutdown that it announces would never come
    } catch (KafkaException e) {
      LOG.debug("the ends of {} are not known: {}", names, e.toString());
    }
  }
}
