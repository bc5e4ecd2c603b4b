package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.consumer.ledger.EmissionBacklog;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses a partition that holds too many events that are not final, and resumes it when half of
 * them are. Also pauses one whose oldest such event is too far back, until that one is final, and
 * all while too many emissions wait. Poll thread only.
 */
final class PartitionPauser {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionPauser.class);

  private final OrderSettings order;
  private final long maxLogSpan;
  private final EventLoop loop;
  private final EmissionBacklog outbox;
  private final Meters<ConsumerMetric> meters;

  PartitionPauser(
      ListenSettings settings,
      EventLoop loop,
      EmissionBacklog outbox,
      Meters<ConsumerMetric> meters) {
    this.order = settings.order();
    this.maxLogSpan = settings.pause().maxLogSpan();
    this.loop = loop;
    this.outbox = outbox;
    this.meters = meters;
  }

  /**
   * Call before every poll.
   *
   * @param draining true if nothing more is to be read
   */
  void pauseOrResume(Consumer<?, ?> consumer, AssignedPartition partition, boolean draining) {
    boolean waits = draining || partition.isFirstTopicIdAwaited();
    boolean wide = partition.watermark().span() >= maxLogSpan;
    // Gaps end early in a partition without room, but not in one that waits for push workers.
    setOutOfRoom(partition, !waits && (wide || isFull(partition)), wide);
    boolean pause = waits || partition.isOutOfRoom() || outbox.isFull();
    if (pause == partition.isPaused()) {
      return;
    }
    if (pause) {
      consumer.pause(List.of(partition.name()));
    } else {
      consumer.resume(List.of(partition.name()));
    }
    partition.setPaused(pause);
  }

  private void setOutOfRoom(AssignedPartition partition, boolean outOfRoom, boolean wide) {
    if (outOfRoom == partition.isOutOfRoom()) {
      return;
    }
    if (outOfRoom) {
      meters.count(ConsumerMetric.PAUSES);
    }
    if (outOfRoom && wide) {
      warnOfSpan(partition);
    }
    partition.setOutOfRoom(outOfRoom);
    loop.setOutOfRoom(partition.shared(), outOfRoom);
  }

  /** The bound of a partition without room is half of the other's. */
  private boolean isFull(AssignedPartition partition) {
    Watermark watermark = partition.watermark();
    int part = partition.isOutOfRoom() ? 2 : 1;
    return order.isReached(part, watermark.count(), watermark.bytes());
  }

  private void warnOfSpan(AssignedPartition partition) {
    if (partition.takeSpanWarning(SystemTime.nanos())) {
      LOG.warn(
          "{} is paused: the event at offset {} is not final, and {} offsets were read since"
              + " (pause.max-log-span={}). Reading goes on when it is final; check what its handler"
              + " waits for",
          partition.name(),
          partition.watermark().committable(Long.MAX_VALUE),
          partition.watermark().span(),
          maxLogSpan);
    }
  }
}
