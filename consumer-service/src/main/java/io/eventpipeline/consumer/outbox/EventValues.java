package io.eventpipeline.consumer.outbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.JsonDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The values of an event by path, such as {@code payload.order.id}. Pure. */
final class EventValues {
  private static final String PAYLOAD = "payload.";
  private static final Set<String> OWN = Set.of("eventId", "userId", "type", "seq", "timestamp");

  private EventValues() {}

  static boolean isPath(String path) {
    return OWN.contains(path) || path.startsWith(PAYLOAD) && path.length() > PAYLOAD.length();
  }

  /** The texts, numbers and booleans at these paths. A path without one has no entry. */
  static Map<String, String> of(Event event, Set<String> wanted) {
    Map<String, String> values = new HashMap<>();
    values.put("eventId", event.id());
    values.put("userId", event.userId());
    values.put("type", event.type());
    values.put("timestamp", Long.toString(event.timestamp()));
    event.seq().ifPresent(seq -> values.put("seq", Long.toString(seq)));
    if (wanted.stream().anyMatch(path -> path.startsWith(PAYLOAD))) {
      try (JsonParser parser = JsonDocument.parser(event.payload().toBytes())) {
        parser.nextToken();
        readObject(parser, PAYLOAD, wanted, values);
      } catch (IOException impossible) { // the payload was read before
        throw new UncheckedIOException(impossible);
      }
    }
    return values;
  }

  private static void readObject(
      JsonParser parser, String prefix, Set<String> wanted, Map<String, String> values)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && leadsOn(path, wanted)) {
        readObject(parser, path + ".", wanted, values);
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL && wanted.contains(path)) {
        values.put(path, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }

  private static boolean leadsOn(String path, Set<String> wanted) {
    return wanted.stream().anyMatch(one -> one.startsWith(path + "."));
  }
}
