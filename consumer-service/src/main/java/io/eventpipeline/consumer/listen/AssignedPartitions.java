package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.runtime.observe.Meters;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions that are assigned to us, each with its gauges. Poll thread only. */
final class AssignedPartitions {
  private final OrderSettings order;
  private final Meters<ConsumerMetric> meters;
  private final Map<TopicPartition, AssignedPartition> partitions = new HashMap<>();
  private final Map<TopicPartition, PartitionGauges> gauges = new HashMap<>();

  AssignedPartitions(OrderSettings order, Meters<ConsumerMetric> meters) {
    this.order = order;
    this.meters = meters;
  }

  Collection<AssignedPartition> all() {
    return partitions.values();
  }

  @Nullable AssignedPartition get(TopicPartition name) {
    return partitions.get(name);
  }

  /** Adds a partition in place of an earlier one of that name. */
  void add(AssignedPartition partition) {
    AssignedPartition ignored = remove(partition.name());
    partitions.put(partition.name(), partition);
    gauges.put(partition.name(), new PartitionGauges(meters, partition, order));
  }

  /** Null if it was not assigned. */
  @Nullable AssignedPartition remove(TopicPartition name) {
    PartitionGauges shown = gauges.remove(name);
    if (shown != null) {
      shown.end();
    }
    return partitions.remove(name);
  }
}
