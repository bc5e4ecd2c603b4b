package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets partitions go: their handlers finish, results are settled, offsets committed. Poll thread.
 */
final class PartitionRelease {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionRelease.class);
  private static final long MORE_THAN_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final OffsetCommitter committer;
  private final PollStatus status;
  private final long longestNanos;

  PartitionRelease(EventLoop loop, OffsetCommitter committer, PollStatus status, Duration grace) {
    this.loop = loop;
    this.committer = committer;
    this.status = status;
    this.longestNanos = grace.toNanos() + MORE_THAN_GRACE_NANOS;
  }

  /** Waits until nothing of them runs any more, a little longer than the grace at most. */
  void release(Consumer<?, ?> consumer, List<AssignedPartition> leaving) {
    List<Partition> partitions = leaving.stream().map(AssignedPartition::shared).toList();
    Future<Void> finished = loop.finish(partitions);
    long end = SystemTime.nanos() + longestNanos;
    try {
      while (!finished.isDone() && SystemTime.nanos() < end) {
        status.markTurn();
        awaitBriefly(finished);
      }
      if (!finished.isDone()) {
        LOG.error(
            "handlers of {} did not finish in time; their events run again at the next owner",
            partitions.stream().map(Partition::name).toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    committer.commitNow(consumer, leaving);
  }

  private static void awaitBriefly(Future<Void> finished) throws InterruptedException {
    try {
      finished.get(1, TimeUnit.SECONDS);
    } catch (TimeoutException goOn) {
      // The caller looks at the time.
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
