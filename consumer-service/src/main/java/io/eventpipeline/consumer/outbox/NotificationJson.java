package io.eventpipeline.consumer.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.eventpipeline.contract.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes the JSON of notifications. Threads: any. */
final class NotificationJson {
  static final String EVENT_ID = "eventId";
  static final String USER_ID = "userId";
  static final String TYPE = "type";
  static final String TITLE = "title";
  static final String BODY = "body";
  static final String DATA = "data";
  static final String TOPIC = "topic";
  static final String EXPIRES_AT = "expiresAt";

  private static final JsonFactory JSON = new JsonFactory();

  private NotificationJson() {}

  /** Writes the members that follow those of the event. */
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Writes one notification.
   *
   * @param userId who gets it
   */
  static String write(Event event, String userId, Members rest) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(EVENT_ID, event.id());
      json.writeStringField(USER_ID, userId);
      json.writeStringField(TYPE, event.type());
      rest.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  static int bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }
}
