package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.List;

/** The gauges of one partition, from its assignment until {@link #end}. */
final class PartitionGauges {
  private final List<Runnable> ends;

  PartitionGauges(Meters<ConsumerMetric> meters, AssignedPartition partition, OrderSettings order) {
    String number = Integer.toString(partition.name().partition());
    Watermark watermark = partition.watermark();
    ends =
        List.of(
            meters.gauge(ConsumerMetric.LAG, number, partition.backlog(), b -> b.lag()),
            meters.gauge(
                ConsumerMetric.OLDEST,
                number,
                partition.backlog(),
                b -> b.ageSeconds(SystemTime.unixMillis())),
            meters.gauge(ConsumerMetric.UNFINISHED, number, watermark, Watermark::count),
            meters.gauge(ConsumerMetric.SPAN, number, watermark, Watermark::span),
            meters.gauge(ConsumerMetric.MEMORY, number, watermark, w -> used(w, order)));
  }

  private static double used(Watermark watermark, OrderSettings order) {
    return Math.max(
        (double) watermark.count() / order.maxUnfinishedEvents(),
        (double) watermark.bytes() / order.maxUnfinishedBytes());
  }

  void end() {
    ends.forEach(Runnable::run);
  }
}
