package io.eventpipeline.admin.mask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.JsonDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Masks well-formed JSON; all that is not masked stays as it was written. One text, one thread. */
final class JsonMask {
  private static final byte[] MASK =
      ('"' + Masking.MASK + '"').getBytes(StandardCharsets.ISO_8859_1);

  private final MaskedNames names;
  private final byte[] text;
  private final ByteArrayOutputStream masked;
  private final Set<String> values = new LinkedHashSet<>();
  private int copied;

  private JsonMask(MaskedNames names, byte[] text) {
    this.names = names;
    this.text = text;
    masked = new ByteArrayOutputStream(text.length);
  }

  /** Null if the text is not JSON, or nests deeper than a parser is allowed to go. */
  static @Nullable Found mask(MaskedNames names, String text) {
    JsonMask mask = new JsonMask(names, text.getBytes(StandardCharsets.UTF_8));
    try (JsonParser parser = JsonDocument.parser(mask.text)) {
      mask.run(parser);
    } catch (IOException notJson) {
      return null;
    }
    return new Found(mask.masked.toString(StandardCharsets.UTF_8), mask.values);
  }

  private void run(JsonParser parser) throws IOException {
    while (parser.nextToken() != null) {
      if (parser.currentToken() == JsonToken.FIELD_NAME && names.has(parser.currentName())) {
        var unused = parser.nextToken();
        hide(parser);
      }
    }
    masked.write(text, copied, text.length - copied);
  }

  private void hide(JsonParser parser) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    int depth = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
        note(parser);
      }
      if (depth == 0) {
        break;
      }
      if (parser.nextToken() == null) {
        throw new IOException("it ends too early");
      }
    }
    int to = (int) parser.currentLocation().getByteOffset();
    masked.write(text, copied, from - copied);
    masked.writeBytes(MASK);
    copied = to;
  }

  /** As a reader sees it, and as it is written. */
  private void note(JsonParser parser) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    values.add(parser.getText());
    int to = (int) parser.currentLocation().getByteOffset();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      values.add(new String(text, from + 1, to - from - 2, StandardCharsets.UTF_8));
    }
  }
}
