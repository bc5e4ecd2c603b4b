package io.eventpipeline.consumer.handle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonSlice;
import java.io.IOException;
import java.util.Set;

/**
 * Takes every type while the team has no handler, so that a new pipeline can be tried out. It
 * succeeds, or fails if {@code payload.fail} is {@code true}.
 */
final class BuiltInHandler implements EventHandler {
  @Override
  public Set<String> types() {
    throw new UnsupportedOperationException("takes every type");
  }

  @Override
  public void handle(Event event) throws IOException {
    if (event.payload().toString().contains("fail") && failIsTrue(event.payload())) {
      throw new IllegalStateException("payload.fail is true");
    }
  }

  private static boolean failIsTrue(JsonSlice payload) throws IOException {
    try (JsonParser parser = JsonDocument.parser(payload.toBytes())) {
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
