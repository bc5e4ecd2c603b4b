package io.eventpipeline.ingest.pressure;

import io.eventpipeline.contract.EventTopic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka how many events of a topic the consumers have not finished. */
final class GroupLag {
  private static final int TIMEOUT_MS = 1000;

  private final AdminClient admin;
  private final String topic;

  GroupLag(AdminClient admin, String topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * In events. Waits for Kafka, at most 2 s.
   *
   * @throws ExecutionException if Kafka does not say
   */
  long measure() throws ExecutionException, InterruptedException {
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed =
        admin
            .listConsumerGroupOffsets(
                EventTopic.GROUP, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
            .partitionsToOffsetAndMetadata();
    List<TopicPartition> partitions = partitions();
    ListOffsetsResult ends = offsets(partitions, OffsetSpec.latest());
    ListOffsetsResult begins = offsets(partitions, OffsetSpec.earliest());
    long lag = 0;
    for (TopicPartition partition : partitions) {
      // A group that has committed nothing, or events that are gone by now, begins at the first.
      OffsetAndMetadata done = committed.get().get(partition);
      long first = begins.partitionResult(partition).get().offset();
      long next = done == null ? first : Math.max(first, done.offset());
      lag += Math.max(0, ends.partitionResult(partition).get().offset() - next);
    }
    return lag;
  }

  private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
        .allTopicNames()
        .get()
        .values()
        .stream()
        .flatMap(described -> described.partitions().stream())
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private ListOffsetsResult offsets(List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which));
    return admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
  }
}
