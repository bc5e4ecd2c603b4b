package io.eventpipeline.ingest.publish;

/** What came of publishing one event. */
public sealed interface Published {
  /** All in-sync replicas have it. */
  record Acknowledged() implements Published {}

  /** It is larger than a record may be; it was not sent. */
  record TooLarge(int bytes, int maxBytes) implements Published {}

  /** It was not acknowledged in time; it may be in the topic. */
  record Unacknowledged() implements Published {}
}
