package io.eventpipeline.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Opens JSON texts for a reader, and rejects malformed ones. Legal JSON passes, however long its
 * numbers, strings and names are and however deep it nests. Threads: any.
 */
public final class JsonDocument {
  /**
   * Deepest level that a reader sees, because a parser needs memory for each level. Below it, the
   * reader sees the number 0 instead of objects and arrays. The rules for events must allow fewer
   * levels.
   */
  static final int MAX_DEPTH = 1000;

  /** Longest name, in bytes, that the shared parser factory remembers. */
  private static final int MAX_REMEMBERED_NAME = 1000;

  /** Buffers at rest. A parser works on one for microseconds, so few are in use at a time. */
  private static final int MAX_BUFFERS = 16;

  /** Handlers run on virtual threads; Jackson's default gives every new thread new buffers. */
  private static final RecyclerPool<BufferRecycler> BUFFERS =
      JsonRecyclerPools.newBoundedPool(MAX_BUFFERS);

  private static final JsonFactory REMEMBERS_NAMES = factory(MAX_REMEMBERED_NAME);

  private JsonDocument() {}

  /** Reads a text whose parser stands at the opening brace or bracket. */
  public interface Reading<T> {
    /**
     * Reads one text. Called twice for a text with very long names or very deep values.
     *
     * @param text the text that the parser reads
     */
    Parsed<T> read(byte[] text, JsonParser parser) throws IOException;
  }

  /** Reads a JSON object. */
  public static <T> Parsed<T> object(byte[] text, Reading<T> reading) {
    return document(text, '{', "object", reading);
  }

  /** Reads a JSON array. */
  public static <T> Parsed<T> array(byte[] text, Reading<T> reading) {
    return document(text, '[', "array", reading);
  }

  /**
   * A parser for JSON that is surely well-formed.
   *
   * @param text at most {@link EventRules#MAX_DEPTH} levels deep
   */
  public static JsonParser parser(byte[] text) throws IOException {
    // No name is longer than its text. A new factory costs more than a short text does.
    JsonFactory json =
        text.length <= MAX_REMEMBERED_NAME ? REMEMBERS_NAMES : factory(Integer.MAX_VALUE);
    return json.createParser(text);
  }

  private static <T> Parsed<T> document(
      byte[] text, char opening, String kind, Reading<T> reading) {
    if (!startsInUtf8(text, opening)) {
      return invalid("must be a JSON " + kind + " in UTF-8");
    }
    if (!isUtf8(text)) {
      return invalid("must be well-formed UTF-8");
    }
    try {
      return parse(REMEMBERS_NAMES, text, kind, reading);
    } catch (StreamConstraintsException tooDeepOrTooLongAName) {
      return unusual(text, kind, reading);
    } catch (JsonProcessingException malformed) {
      return malformed(malformed);
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
  }

  private static <T> Parsed<T> parse(JsonFactory json, byte[] text, String kind, Reading<T> reading)
      throws IOException {
    try (JsonParser parser = json.createParser(text)) {
      parser.nextToken();
      Parsed<T> parsed = reading.read(text, parser);
      if (parser.getParsingContext().inRoot() && parser.nextToken() != null) {
        return invalid("must have nothing after the JSON " + kind);
      }
      return parsed;
    }
  }

  private static <T> Parsed<T> unusual(byte[] text, String kind, Reading<T> reading) {
    JsonScanner scanner = new JsonScanner(text, MAX_DEPTH);
    if (!scanner.isJson()) {
      return malformed(text, scanner.at());
    }
    try {
      return parse(factory(Integer.MAX_VALUE), scanner.shallow(), kind, reading);
    } catch (JsonProcessingException malformed) {
      return malformed(malformed);
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
  }

  /** Jackson also accepts a byte order mark, UTF-16 and UTF-32. None of them is legal here. */
  private static boolean startsInUtf8(byte[] text, char opening) {
    int i = 0;
    while (i < text.length && isSpace(text[i])) {
      i++;
    }
    return i + 1 < text.length && text[i] == opening && text[i + 1] != 0;
  }

  /** Whether JSON allows the character between values. */
  public static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** Jackson does not check strings that it need not decode. */
  private static boolean isUtf8(byte[] text) {
    int all = 0;
    for (byte b : text) {
      all |= b;
    }
    if (all >= 0) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  /** Tells the position only: Jackson's own message quotes the text. */
  private static <T> Parsed<T> malformed(JsonProcessingException malformed) {
    var at = malformed.getLocation();
    boolean ended = malformed.getOriginalMessage().contains("end-of-input");
    return malformed(ended, at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr());
  }

  private static <T> Parsed<T> malformed(byte[] text, int at) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (text[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return malformed(at == text.length, line, at - lineStart + 1);
  }

  private static <T> Parsed<T> malformed(boolean ended, int line, int column) {
    String what = ended ? "it ends too early" : "it cannot be read";
    return invalid("must be well-formed JSON: " + what + " at line " + line + ", column " + column);
  }

  private static <T> Parsed<T> invalid(String detail) {
    return new Parsed.Invalid<>(List.of(new FieldError("", detail)), null);
  }

  /**
   * @param maxName in bytes; the factory remembers the names it has read, and long ones would fill
   *     the memory
   */
  private static JsonFactory factory(int maxName) {
    return JsonFactory.builder()
        .recyclerPool(BUFFERS)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // An earlier text must not make a later one fail.
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(maxName)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }
}
