package io.eventpipeline.ingest.publish;

/** The result of publishing one event. */
public sealed interface Published {
  /** All in-sync replicas have the event. */
  record Acknowledged() implements Published {}

  /** The event is larger than a record may be, and was not sent. */
  record TooLarge(int bytes, int maxBytes) implements Published {}

  /** Kafka did not acknowledge the event in time. It may be in the topic. */
  record Unacknowledged() implements Published {}
}
