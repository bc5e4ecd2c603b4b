package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.consumer.offset.ReadHistory;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is remembered by offset from being used for a record of another log with the same
 * name. A record that is read for the first time passes at once: its event's id identifies it, and
 * a new log is read from its start anyway. A record that its offset identifies passes only after
 * Kafka has confirmed, later than the record came, that the topic is still the same. Poll thread
 * only.
 */
final class LogGuard {
  private static final Logger LOG = LoggerFactory.getLogger(LogGuard.class);
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final TopicIds topics;
  private final EventLoop loop;
  private boolean changed;

  /** What Kafka said since the records at hand came; null if it was not asked. */
  private TopicIds.@Nullable Reply reply;

  LogGuard(TopicIds topics, EventLoop loop) {
    this.topics = topics;
    this.loop = loop;
  }

  /** New records came: Kafka has to be asked again. */
  void forgetReply() {
    reply = null;
  }

  /** Compares the topic's id with the partitions'. Call often; Kafka is asked once a second. */
  void lookIfDue(Collection<AssignedPartition> partitions, long now) {
    if (topics.look(now) instanceof TopicIds.Reply.Is(String id)) {
      partitions.forEach(partition -> compare(partition, id));
    }
  }

  /** True, once, if a log is another than before: a new consumer has to read it. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /**
   * True if records may be handed on; if not, they have to be read again.
   *
   * @param events what was decoded from them
   * @param firstTopicKnown true if, before they were decoded, it was known which topic was read
   *     first: poison ids depend on it
   */
  boolean admits(
      AssignedPartition partition,
      List<ConsumerRecord<byte[], byte[]>> batch,
      List<PendingEvent> events,
      boolean firstTopicKnown) {
    if (changed || !continuesLog(partition, batch)) {
      return false;
    }
    boolean poison = events.stream().anyMatch(event -> event.event() == null);
    if (!poison && !partition.readHistory().isKnown(batch.getFirst().offset())) {
      return true;
    }
    if (!isSameTopic(partition)) {
      return false;
    }
    if (poison && !firstTopicKnown) {
      partition.awaitFirstTopicId();
      return false;
    }
    return true;
  }

  private boolean continuesLog(
      AssignedPartition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
    ReadHistory log = partition.readHistory();
    if (allFit(log, batch)) {
      return true;
    }
    long first = batch.getFirst().offset();
    if (log.isEmpty()) {
      restart(partition, first);
      return true;
    }
    LOG.warn(
        "the log of {} was cut off or replaced: offset {} came before; joining the group again",
        partition.name(),
        first);
    partition.markLogReplaced();
    changed = true;
    return false;
  }

  private void restart(AssignedPartition partition, long first) {
    LOG.warn(
        "the log of {} does not reach the committed offset, it was cut off: reading from {}",
        partition.name(),
        first);
    loop.forgetNotedAttempts(partition.shared());
    partition.readHistory().startAt(first);
  }

  private static boolean allFit(ReadHistory log, List<ConsumerRecord<byte[], byte[]>> batch) {
    for (ConsumerRecord<?, ?> record : batch) {
      if (!log.fits(record.offset(), AssignedPartition.epoch(record))) {
        return false;
      }
    }
    return true;
  }

  private boolean isSameTopic(AssignedPartition partition) {
    if (partition.shared().topicId().isEmpty()) {
      return true;
    }
    if (reply == null) {
      reply = topics.ask();
    }
    if (reply instanceof TopicIds.Reply.Is(String id)) {
      return compare(partition, id);
    }
    LOG.debug("records of {} wait until Kafka says its topic's id: {}", partition.name(), reply);
    SystemTime.sleep(HOLD_NANOS); // it is asked again with the next poll
    return false;
  }

  private boolean compare(AssignedPartition partition, String id) {
    boolean same = !partition.shared().isOfAnotherTopic(id);
    if (!same && !changed) {
      LOG.warn(
          "topic {} was deleted and created again, its id is {} and was {}: reading the new one"
              + " from its start. Events of the old one that were not final are lost with it",
          partition.name().topic(),
          id,
          partition.shared().topicId());
      changed = true;
    }
    return same;
  }
}
