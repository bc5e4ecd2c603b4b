package io.eventpipeline.ingest.http.api;

/** One event in each JSON form, as the OpenAPI document shows it. */
final class EventExamples {
  static final String EVENT =
      """
      {"userId": "ann", "type": "order.created", "payload": {"seq": 1, "amount": 12}}\
      """;

  static final String TYPED =
      """
      {"eventType": "OrderPlacedEvent", "eventId": "o-17", "timestamp": "2026-11-26T12:00:00Z",
       "orderId": "17", "userId": "ann", "amount": 30.75, "status": "placed"}\
      """;

  static final String ANALYTICS =
      """
      {"event_id": "c-1", "user_id": "ann", "type": "click", "ts": "2026-11-26T12:00:00Z",
       "payload": {"page": "/"}}\
      """;

  static final String CLOUD_EVENT =
      """
      {"specversion": "1.0", "id": "7f2c", "source": "/shop", "type": "order.created",
       "partitionkey": "ann", "sequence": "2", "data": {"amount": 12}}\
      """;

  private EventExamples() {}
}
