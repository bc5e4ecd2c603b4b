package io.eventpipeline.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object and collects their errors. The caller reads or skips each
 * value before it asks for the next member. For one object, on one thread.
 */
public final class JsonMembers {
  /** Longest integer within {@link EventRules#MAX_SEQ}, with its sign. */
  private static final int MAX_DIGITS = 17;

  private final byte[] text;
  private final JsonParser parser;
  private final List<FieldError> errors = new ArrayList<>(0);

  /**
   * @param text the text that {@code parser} reads
   * @param parser stands at the opening brace
   */
  public JsonMembers(byte[] text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /** Moves to the value of the next member and returns its name; null at the closing brace. */
  public @Nullable String next() throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String name = parser.currentName();
    parser.nextToken();
    return name;
  }

  /** The first token of the current value. */
  public JsonToken token() {
    return parser.currentToken();
  }

  /** Moves to the end of the current value. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /** The text of a string or number. */
  public String text() throws IOException {
    return parser.getText();
  }

  /** The current string. Any other value is an error, and gives null. */
  public @Nullable String readString(String name) throws IOException {
    if (token() == JsonToken.VALUE_STRING) {
      return text();
    }
    reportError(name, "must be a string");
    skip();
    return null;
  }

  /** The current integer; null if the value is anything else or outside the bounds. */
  public @Nullable Long readInteger(long min, long max) throws IOException {
    if (token() != JsonToken.VALUE_NUMBER_INT || parser.getTextLength() > MAX_DIGITS) {
      return null;
    }
    long value = parser.getLongValue();
    return value < min || value > max ? null : value;
  }

  /** Where the current value begins, in bytes. */
  public int offset() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** The text from {@code offset} to the end of what the parser has read. */
  public JsonSlice sliceFrom(int offset) {
    return new JsonSlice(text, offset, (int) parser.currentLocation().getByteOffset());
  }

  /** Moves to the end of the current object or array, and returns its number of levels. */
  public int readDepth() throws IOException {
    int depth = 1;
    int deepest = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        deepest = Math.max(deepest, ++depth);
      } else if (token.isStructEnd()) {
        depth--;
      }
    }
    return deepest;
  }

  /** Keeps each error once, so that a body cannot make the response larger than itself. */
  public void reportError(String name, String detail) {
    var error = new FieldError("/" + name, detail);
    if (!errors.contains(error)) {
      errors.add(error);
    }
  }

  /** The errors so far; grows with further ones. */
  public List<FieldError> errors() {
    return errors;
  }
}
