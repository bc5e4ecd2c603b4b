package io.eventpipeline.push.note;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of notifications. Threads: any. */
final class NotificationWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private NotificationWriter() {}

  static String json(Notification note) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("eventId", note.eventId());
      json.writeStringField("userId", note.userId());
      json.writeStringField("type", note.type());
      json.writeStringField("title", note.title());
      write(json, "body", note.body());
      writeData(json, note.data());
      write(json, "topic", note.topic());
      write(json, "expiresAt", note.expiresAt());
      writeTokens(json, note.to());
      write(json, "queuedAt", note.queuedAt());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Long number)
      throws IOException {
    if (number != null) {
      json.writeNumberField(name, number);
    }
  }

  private static void writeData(JsonGenerator json, Map<String, String> data) throws IOException {
    json.writeObjectFieldStart("data");
    for (Map.Entry<String, String> one : new TreeMap<>(data).entrySet()) {
      json.writeStringField(one.getKey(), one.getValue());
    }
    json.writeEndObject();
  }

  private static void writeTokens(JsonGenerator json, @Nullable List<String> tokens)
      throws IOException {
    if (tokens != null) {
      json.writeArrayFieldStart("to");
      for (String token : tokens) {
        json.writeString(token);
      }
      json.writeEndArray();
    }
  }
}
