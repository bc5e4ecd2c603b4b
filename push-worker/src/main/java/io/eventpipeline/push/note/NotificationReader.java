package io.eventpipeline.push.note;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of one notification. Members that it does not know are left out. One thread. */
final class NotificationReader {
  private final JsonParser parser;
  private final JsonMembers members;
  private final Map<String, @Nullable String> texts = new HashMap<>();
  private final Map<String, String> data = new HashMap<>();
  private @Nullable Long expiresAt;
  private @Nullable Long queuedAt;
  private @Nullable List<String> to;

  NotificationReader(byte[] text, JsonParser parser) {
    this.parser = parser;
    this.members = new JsonMembers(text, parser);
  }

  Parsed<Notification> read(int attempt, String id) throws IOException {
    for (String name = members.next(); name != null; name = members.next()) {
      if (members.token() != JsonToken.VALUE_NULL) {
        readMember(name);
      }
    }
    Notification note = notification(attempt, id);
    return members.errors().isEmpty()
        ? new Parsed.Valid<>(note)
        : new Parsed.Invalid<>(members.errors(), null);
  }

  private void readMember(String name) throws IOException {
    switch (name) {
      case "eventId", "userId", "type", "title", "body", "topic" ->
          texts.put(name, members.readString(name));
      case "expiresAt" -> expiresAt = readTime(name);
      case "queuedAt" -> queuedAt = readTime(name);
      case "data" -> readData();
      case "to" -> to = readTokens();
      default -> members.skip();
    }
  }

  private Notification notification(int attempt, String id) {
    return new Notification(
        attempt,
        id,
        demand("eventId"),
        demand("userId"),
        demand("type"),
        demand("title"),
        texts.get("body"),
        data,
        texts.get("topic"),
        expiresAt,
        to,
        queuedAt);
  }

  private String demand(String name) {
    String text = texts.get(name);
    if (text == null) {
      members.reportError(name, "must be a string");
      return "";
    }
    return text;
  }

  private @Nullable Long readTime(String name) throws IOException {
    Long time = members.readInteger(0, Long.MAX_VALUE);
    if (time == null) {
      members.reportError(name, "must be unix milliseconds");
      members.skip();
    }
    return time;
  }

  private void readData() throws IOException {
    if (members.token() != JsonToken.START_OBJECT) {
      members.reportError("data", "must be an object");
      members.skip();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        data.put(key, parser.getText());
      } else {
        members.reportError("data", "must have strings only");
        parser.skipChildren();
      }
    }
  }

  private List<String> readTokens() throws IOException {
    List<String> tokens = new ArrayList<>();
    if (members.token() != JsonToken.START_ARRAY) {
      members.reportError("to", "must be an array");
      members.skip();
      return tokens;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        tokens.add(parser.getText());
      } else {
        members.reportError("to", "must have strings only");
        parser.skipChildren();
      }
    }
    return tokens;
  }
}
