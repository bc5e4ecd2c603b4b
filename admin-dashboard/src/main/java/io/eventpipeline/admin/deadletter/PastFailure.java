package io.eventpipeline.admin.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One failure before the last one.
 *
 * @param at unix milliseconds; 0 if nobody knows
 * @param replayedBy who replayed it; empty if it was the first one
 */
public record PastFailure(
    long at, String attempts, String errorClass, String error, String replayedBy) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads the field {@code history} of a dead letter; what cannot be read is left out. */
  public static List<PastFailure> parse(String json) {
    List<PastFailure> all = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        all.add(of(members(parser)));
      }
    } catch (IOException notReadable) {
      return all;
    }
    return all;
  }

  private static Map<String, String> members(JsonParser parser) throws IOException {
    Map<String, String> members = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isScalarValue()) {
        members.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return members;
  }

  private static PastFailure of(Map<String, String> members) {
    String at = members.getOrDefault("queuedAt", "");
    return new PastFailure(
        at.matches("\\d{1,18}") ? Long.parseLong(at) : 0,
        members.getOrDefault("attempts", ""),
        members.getOrDefault("errorClass", ""),
        members.getOrDefault("error", ""),
        members.getOrDefault("replayBy", ""));
  }

  /** The same with another text. */
  public PastFailure withError(String text) {
    return new PastFailure(at, attempts, errorClass, text, replayedBy);
  }
}
