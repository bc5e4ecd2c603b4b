package io.eventpipeline.consumer.handle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import java.io.IOException;
import java.util.Set;

/**
 * Stands in while the team has no handler of its own, so that a new pipeline can be tried out:
 * takes every type and succeeds, or fails if {@code payload.fail} is {@code true}.
 */
final class BuiltInHandler implements EventHandler {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public Set<String> types() {
    throw new UnsupportedOperationException("takes every type");
  }

  @Override
  public void handle(Event event) throws IOException {
    String payload = event.payload().toString();
    if (payload.contains("fail") && failIsTrue(payload)) {
      throw new IllegalStateException("payload.fail is true");
    }
  }

  private static boolean failIsTrue(String payload) throws IOException {
    try (JsonParser parser = JSON.createParser(payload)) {
      boolean fail = false;
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isFail = parser.currentName().equals("fail");
        JsonToken value = parser.nextToken();
        fail = isFail ? value == JsonToken.VALUE_TRUE : fail;
        parser.skipChildren();
      }
      return fail;
    }
  }
}
