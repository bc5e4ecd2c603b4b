package io.eventpipeline.ingest.idempotency;

/** What a claim on a webhook's event found. */
public sealed interface DeliveryStatus {
  /** Nobody has delivered the event successfully: this delivery has reserved it. */
  record First() implements DeliveryStatus {}

  /**
   * Kafka acknowledged the event, or the same signed bytes under another id.
   *
   * @param eventId of the event that was acknowledged
   */
  record Repeat(String eventId) implements DeliveryStatus {}

  /** Another delivery of the event or of the same bytes has not been acknowledged yet. */
  record UnderWay() implements DeliveryStatus {}
}
