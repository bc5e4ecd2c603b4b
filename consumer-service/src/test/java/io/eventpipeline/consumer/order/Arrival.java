package io.eventpipeline.consumer.order;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;

/**
 * An event that arrives in a test. Its id is {@code ann-2} by default, {@code ann-free} without
 * seq.
 */
record Arrival(String id, String user, long seq) {

  static Arrival anEvent(String user) {
    return new Arrival(user + "-free", user, Event.NO_SEQ);
  }

  Arrival seq(long value) {
    return new Arrival(user + "-" + value, user, value);
  }

  Arrival id(String value) {
    return new Arrival(value, user, seq);
  }

  Event event() {
    String payload = seq == Event.NO_SEQ ? "{}" : "{\"seq\":" + seq + "}";
    String json =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":%s}"
            .formatted(id, user, payload);
    return switch (EventReader.event(json.getBytes(StandardCharsets.UTF_8), 1)) {
      case Parsed.Valid<Event>(Event valid) -> valid;
      case Parsed.Invalid<Event> invalid -> throw new AssertionError(invalid);
    };
  }
}
