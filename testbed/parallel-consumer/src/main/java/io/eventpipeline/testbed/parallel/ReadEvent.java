package io.eventpipeline.testbed.parallel;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The value of a record. */
record ReadEvent(String id, String userId, String type, JsonNode payload) {
  private static final ObjectReader READER =
      new ObjectMapper()
          .readerFor(ReadEvent.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Throws {@link UncheckedIOException} if it is no JSON of an event. */
  static ReadEvent of(byte[] value) {
    try {
      return READER.readValue(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for none. */
  String seq() {
    return payload.path("seq").asText("");
  }
}
