package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the records of a poll, registers them in the watermark and hands them to the event loop:
 * all of a partition, or none. Poll thread only.
 */
final class RecordIntake {
  private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);

  private final Decoder decoder;
  private final LogGuard guard;
  private final EventLoop loop;
  private final Meters<ConsumerMetric> meters;

  RecordIntake(Decoder decoder, LogGuard guard, EventLoop loop, Meters<ConsumerMetric> meters) {
    this.decoder = decoder;
    this.guard = guard;
    this.loop = loop;
    this.meters = meters;
  }

  /** Hands the records on, or has them read again. */
  void receive(
      Consumer<?, ?> consumer,
      AssignedPartition partition,
      List<ConsumerRecord<byte[], byte[]>> batch) {
    long first = batch.getFirst().offset();
    List<PendingEvent> registered = new ArrayList<>(batch.size());
    try {
      boolean firstTopicKnown = partition.shared().firstTopicId() != null;
      List<PendingEvent> decoded = new ArrayList<>(batch.size());
      for (ConsumerRecord<byte[], byte[]> record : batch) {
        decoded.add(decoder.decode(record, partition));
      }
      if (guard.admits(partition, batch, decoded, firstTopicKnown)) {
        handOn(partition, decoded, registered);
        partition.addToHistory(batch, SystemTime.nanos());
      } else {
        consumer.seek(partition.name(), first);
      }
    } catch (Throwable t) { // an Error too, or the poll thread would end without a word
      LOG.error("records of {} failed, reading again from {}", partition.name(), first, t);
      registered.forEach(e -> partition.watermark().finish(e.offset(), e.size()));
      consumer.seek(partition.name(), first);
    }
  }

  private void handOn(
      AssignedPartition partition, List<PendingEvent> decoded, List<PendingEvent> registered) {
    meters.count(ConsumerMetric.CONSUMED, decoded.size());
    for (PendingEvent event : decoded) {
      partition.backlog().add(event.offset(), event.logTime());
      if (partition.watermark().register(event.offset(), event.size())) {
        registered.add(event);
      }
    }
    loop.add(partition.shared(), registered);
  }
}
