package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the event loop when a partition was read up to its end, where the loop waits for that. It
 * asks the broker, so that a broker that is away never looks like an end. Poll thread only.
 */
final class EndWatch {
  private static final Logger LOG = LoggerFactory.getLogger(EndWatch.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(2);

  private final AssignedPartitions assigned;
  private final EventLoop loop;
  private long lastLook;

  EndWatch(AssignedPartitions assigned, EventLoop loop) {
    this.assigned = assigned;
    this.loop = loop;
  }

  void lookIfDue(Consumer<?, ?> consumer, long now) {
    if (now - lastLook < LOOK_NANOS) {
      return;
    }
    lastLook = now;
    List<TopicPartition> wanted = new ArrayList<>();
    for (AssignedPartition partition : assigned.all()) {
      if (partition.shared().isEndWanted() && !partition.isPaused()) {
        wanted.add(partition.name());
      }
    }
    if (!wanted.isEmpty()) {
      look(consumer, wanted);
    }
  }

  private void look(Consumer<?, ?> consumer, List<TopicPartition> wanted) {
    long asked = SystemTime.nanos();
    try {
      consumer
          .endOffsets(wanted, KAFKA_TIMEOUT)
          .forEach(
              (name, end) -> {
                AssignedPartition partition = assigned.get(name);
                Long position = partition == null ? null : OffsetCommitter.position(consumer, name);
                if (partition != null && position != null && position >= end) {
                  loop.reachEnd(partition.shared(), asked);
                }
              });
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("the ends of {} are unknown: {}", wanted, e.toString());
    }
  }
}
