package io.eventpipeline.ingest.backpressure;

import io.eventpipeline.runtime.kafka.CommitNote;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.kafka.TopicSettings;
import jakarta.inject.Singleton;
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
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks Kafka how many events of the topic the consumers have not finished. Threads: any. */
@Singleton
public final class GroupLag {
  private static final int TIMEOUT_MS = 1000;

  private final AdminClient admin;
  private final String topic;

  public GroupLag(AdminClient admin, TopicSettings topic) {
    this.admin = admin;
    this.topic = topic.name();
  }

  /**
   * Waits for Kafka, at most 2 s.
   *
   * @return unfinished events
   * @throws ExecutionException if Kafka does not answer
   */
  public long measure() throws ExecutionException, InterruptedException {
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed =
        admin
            .listConsumerGroupOffsets(
                EventTopic.GROUP, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
            .partitionsToOffsetAndMetadata();
    TopicDescription described = describe();
    List<TopicPartition> partitions =
        described.partitions().stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    ListOffsetsResult ends = offsets(partitions, OffsetSpec.latest());
    ListOffsetsResult begins = offsets(partitions, OffsetSpec.earliest());
    long lag = 0;
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata done = committed.get().get(partition);
      long first = begins.partitionResult(partition).get().offset();
      long next = next(done, first, described.topicId().toString());
      lag += Math.max(0, ends.partitionResult(partition).get().offset() - next);
    }
    return lag;
  }

  /**
   * Where the group reads on. It starts at the first event if it has committed nothing, if Kafka
   * has deleted what it committed, or if the commit belongs to an older topic of the same name.
   */
  static long next(@Nullable OffsetAndMetadata done, long first, String topicId) {
    CommitNote note = CommitNote.parse(done == null ? null : done.metadata());
    boolean ofAnother = note != null && note.isOfAnother(topicId);
    return done == null || ofAnother ? first : Math.max(first, done.offset());
  }

  private TopicDescription describe() throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
        .allTopicNames()
        .get()
        .values()
        .iterator()
        .next();
  }

  private ListOffsetsResult offsets(List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which));
    return admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
  }
}
