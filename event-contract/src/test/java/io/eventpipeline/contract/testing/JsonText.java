package io.eventpipeline.contract.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text that stands in a JSON document as it is. */
record JsonText(String text) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The JSON of strings, numbers, booleans, null, JSON texts, and maps and lists of these. */
  static String of(@Nullable Object value) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case JsonText raw -> json.writeRawValue(raw.text);
      case Map<?, ?> members -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
          json.writeFieldName(member.getKey().toString());
          write(json, member.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case null, default -> json.writePOJO(value);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
