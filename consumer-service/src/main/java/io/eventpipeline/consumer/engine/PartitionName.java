package io.eventpipeline.consumer.engine;

/** Names a partition of a topic without Kafka's own type. */
public record PartitionName(String topic, int number) {
  @Override
  public String toString() {
    return topic + "-" + number;
  }
}
