package io.eventpipeline.consumer.ledger;

/**
 * Says who speaks: every script names it, and is refused if Redis knows another epoch.
 *
 * @param epoch decimal, higher than that of every owner before
 */
public record Ownership(String topic, int partition, String epoch) {
  /** How leases name the partition: no space is legal in a topic's name. */
  String home() {
    return topic + ":" + partition;
  }
}
