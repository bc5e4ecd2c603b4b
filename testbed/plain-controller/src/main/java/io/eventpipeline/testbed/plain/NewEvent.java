package io.eventpipeline.testbed.plain;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/** The body of a request. */
@Serdeable
record NewEvent(String eventId, String userId, String type, Map<String, Object> payload) {
  /**
   * The event as the topic holds it.
   *
   * @param timestamp unix milliseconds
   */
  TopicEvent at(long timestamp) {
    return new TopicEvent(eventId, userId, type, payload, timestamp);
  }
}
