package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.EventTopic;
import io.micronaut.configuration.kafka.ConsumerAware;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The entry for records and rebalances. Poll thread only. */
@KafkaListener(
    groupId = EventTopic.GROUP,
    clientId = "event-consumer",
    offsetReset = OffsetReset.EARLIEST,
    offsetStrategy = OffsetStrategy.DISABLED,
    isolation = IsolationLevel.READ_COMMITTED,
    batch = true,
    pollTimeout = "50ms")
final class EventListener implements ConsumerRebalanceListener, ConsumerAware<byte[], byte[]> {
  private final PollThread pollThread;
  private @Nullable Consumer<byte[], byte[]> consumer;

  EventListener(PollThread pollThread) {
    this.pollThread = pollThread;
  }

  @Override
  public void setKafkaConsumer(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  @Topic("${topic.name:" + EventTopic.NAME + "}")
  void receive(ConsumerRecords<byte[], byte[]> records) {
    pollThread.receive(consumer(), records);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    pollThread.assign(consumer(), partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    pollThread.revoke(consumer(), partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    pollThread.lose(partitions);
  }

  private Consumer<byte[], byte[]> consumer() {
    if (consumer == null) {
      throw new IllegalStateException("called before the consumer was set");
    }
    return consumer;
  }
}
