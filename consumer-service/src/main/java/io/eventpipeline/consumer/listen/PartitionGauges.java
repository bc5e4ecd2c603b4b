package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.List;

/** Shows one partition, as long as it is ours. */
final class PartitionGauges {
  private final List<Runnable> ends;

  PartitionGauges(Meters<ConsumerMetric> meters, Partition partition, ListenSettings settings) {
    String number = Integer.toString(partition.name().partition());
    ends =
        List.of(
            meters.gauge(ConsumerMetric.LAG, number, partition, p -> p.backlog().lag()),
            meters.gauge(ConsumerMetric.OLDEST, number, partition, p -> p.backlog().ageSeconds(SystemTime.unixMillis())),
            meters.gauge(ConsumerMetric.UNFINISHED, number, partition, p -> p.watermark().count()),
            meters.gauge(ConsumerMetric.SPAN, number, partition, p -> p.watermark().span()),
            meters.gauge(ConsumerMetric.MEMORY, number, partition, p -> used(p, settings)));
  }

  private static double used(Partition partition, ListenSettings settings) {
    return Math.max(
        (double) partition.watermark().count() / settings.order().maxUnfinishedEvents(),
        (double) partition.watermark().bytes() / settings.order().maxUnfinishedBytes());
  }

  void end() {
    ends.forEach(Runnable::run);
  }
}
