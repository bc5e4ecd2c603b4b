package io.eventpipeline.consumer.ledger;

/**
 * Our ownership of a partition. Every script names its epoch; Redis refuses it if it stores
 * another.
 *
 * @param epoch decimal, higher than that of every earlier owner
 * @param firstTopicId Kafka's id of the topic that was read first, or empty
 */
public record Ownership(String topic, int partition, String epoch, String firstTopicId) {
  /** The partition as leases name it. A topic's name has no spaces. */
  String home() {
    return topic + ":" + partition;
  }
}
