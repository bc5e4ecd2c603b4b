package io.eventpipeline.consumer.ledger;

/**
 * Says who speaks: every script names it, and is refused if Redis knows another epoch.
 *
 * @param epoch decimal, higher than that of every owner before
 * @param firstTopicId Kafka's id of the topic that the partition was first read of, or empty
 */
public record Ownership(String topic, int partition, String epoch, String firstTopicId) {
  /** How leases name the partition: no space is legal in a topic's name. */
  String home() {
    return topic + ":" + partition;
  }
}
