package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import java.util.Collection;
import java.util.function.ToIntFunction;

/** Gauges of the users that wait, over all partitions. */
final class WaitingGauges {
  private WaitingGauges() {}

  /**
   * @param workers changes while the gauges are read
   */
  static void register(Meters<ConsumerMetric> meters, Collection<PartitionWorker> workers) {
    count(meters, workers, "gap", WaitingUsers::gap);
    count(meters, workers, "retry", WaitingUsers::retry);
    count(meters, workers, "handler", WaitingUsers::handler);
    count(meters, workers, "paused", WaitingUsers::paused);
    meters.gauge(
        ConsumerMetric.LONGEST_WAIT,
        workers,
        all -> all.stream().mapToDouble(one -> one.waiting().longestNanos() / 1e9).max().orElse(0));
  }

  private static void count(
      Meters<ConsumerMetric> meters,
      Collection<PartitionWorker> workers,
      String why,
      ToIntFunction<WaitingUsers> users) {
    Runnable ignored =
        meters.gauge(
            ConsumerMetric.WAITING,
            why,
            workers,
            all -> all.stream().map(PartitionWorker::waiting).mapToInt(users).sum());
  }
}
