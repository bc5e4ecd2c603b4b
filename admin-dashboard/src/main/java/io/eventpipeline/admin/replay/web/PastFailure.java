package io.eventpipeline.admin.replay.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An earlier failure of a dead letter.
 *
 * @param queuedAt unix milliseconds
 * @param attempts handler runs until then
 * @param replayBy who replayed it after that; empty if unknown
 */
public record PastFailure(
    String queuedAt, String attempts, String errorClass, String error, String replayBy) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads the field {@code history}. What cannot be read is left out. */
  static List<PastFailure> list(String json) {
    List<PastFailure> all = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          all.add(one(parser));
        }
      }
    } catch (IOException notReadable) {
      // An operator is helped by those before it.
    }
    return all;
  }

  private static PastFailure one(JsonParser parser) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken().isScalarValue()) {
        fields.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return new PastFailure(
        fields.getOrDefault("queuedAt", ""),
        fields.getOrDefault("attempts", ""),
        fields.getOrDefault("errorClass", ""),
        fields.getOrDefault("error", ""),
        fields.getOrDefault("replayBy", ""));
  }
}
