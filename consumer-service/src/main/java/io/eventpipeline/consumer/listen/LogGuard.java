package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.consumer.order.PendingEvent;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what is remembered by offset is never used for a record of another log under the
 * same name. Most records are read for the first time and are known by their event's id: those pass
 * at once, whatever log they are of, because a log that turns out to be a new one is read from its
 * start. Records whose offset says who they are pass only after Kafka has said, later than they
 * came, that the topic is still the same. Poll thread only.
 */
final class LogGuard {
  private static final Logger LOG = LoggerFactory.getLogger(LogGuard.class);
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final TopicIds topics;
  private final EventLoop loop;
  private boolean changed;

  /** Since the records came that are looked at. */
  private TopicIds.@Nullable Reply asked;

  LogGuard(TopicIds topics, EventLoop loop) {
    this.topics = topics;
    this.loop = loop;
  }

  /** New records came. */
  void polled() {
    asked = null;
  }

  /** Call often. */
  void turn(Collection<Partition> partitions, long now) {
    if (topics.look(now) instanceof TopicIds.Reply.Is(String id)) {
      partitions.forEach(partition -> compare(partition, id));
    }
  }

  /** True, once, if a log is another than before: all is to be read by a new consumer. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /**
   * Says whether records may be handed on; if not, they are to be read again.
   *
   * @param entries what was made of them
   */
  boolean admits(
      Partition partition, List<ConsumerRecord<byte[], byte[]>> batch, List<PendingEvent> entries) {
    if (changed || !goesOn(partition, batch)) {
      return false;
    }
    boolean poison = entries.stream().anyMatch(entry -> entry.event() == null);
    if (!poison && !partition.readLog().isKnown(batch.getFirst().offset())) {
      return true;
    }
    if (!isSameTopic(partition)) {
      return false;
    }
    if (poison && partition.firstTopicId() == null) {
      partition.awaitFirstTopicId();
      return false;
    }
    return true;
  }

  private boolean goesOn(Partition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
    ReadHistory log = partition.readLog();
    if (log.goesOn(batch)) {
      return true;
    }
    long first = batch.getFirst().offset();
    if (log.isEmpty()) {
      LOG.warn(
          "the log of {} does not reach the committed offset, it was cut off: reading from {}",
          partition.name(),
          first);
      loop.forgetAttempts(partition);
      log.startsAt(first);
      return true;
    }
    LOG.warn(
        "the log of {} was cut off or replaced: its offset {} came before; joining the group anew",
        partition.name(),
        first);
    partition.cutOff();
    changed = true;
    return false;
  }

  private boolean isSameTopic(Partition partition) {
    if (partition.topicId().isEmpty()) {
      return true;
    }
    if (asked == null) {
      asked = topics.ask();
    }
    if (asked instanceof TopicIds.Reply.Is(String id)) {
      return compare(partition, id);
    }
    LOG.debug("records of {} wait until Kafka says its topic's id: {}", partition.name(), asked);
    SystemTime.sleep(HOLD_NANOS); // it is asked again with the next poll
    return false;
  }

  private boolean compare(Partition partition, String id) {
    boolean same = !partition.isOfAnother(id);
    if (!same && !changed) {
      LOG.warn(
          "topic {} was deleted and made anew, its id is {} and was {}: reading the new one from"
              + " its start. What was not final of the old one is gone with it",
          partition.name().topic(),
          id,
          partition.topicId());
      changed = true;
    }
    return same;
  }
}
