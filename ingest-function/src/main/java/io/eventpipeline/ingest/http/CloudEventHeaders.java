package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.CloudEvent;
import io.micronaut.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a CloudEvent in binary mode: its attributes are headers, its data is the body. */
final class CloudEventHeaders {
  private static final String PREFIX = "ce-";
  private static final String DATA_CONTENT_TYPE = "datacontenttype";

  /** The content type stands for the type of the data. */
  private static final List<String> IN_HEADERS =
      CloudEvent.ATTRIBUTES.stream().filter(name -> !name.equals(DATA_CONTENT_TYPE)).toList();

  private static final String MALFORMED = "must be percent-encoded UTF-8, bare or in quotes";

  private CloudEventHeaders() {}

  /** Whether the headers describe a CloudEvent. */
  static boolean areIn(HttpHeaders headers) {
    return headers.contains(PREFIX + "specversion");
  }

  /**
   * @param contentType of the data; null if the request names none
   */
  static Parsed<CloudEvent> read(HttpHeaders headers, @Nullable String contentType, byte[] body) {
    Map<String, String> attributes = new HashMap<>();
    List<FieldError> errors = new ArrayList<>(0);
    for (String name : IN_HEADERS) {
      List<String> values = headers.getAll(PREFIX + name);
      if (values.size() == 1) {
        String value = decoded(values.getFirst().strip());
        if (value == null) {
          errors.add(new FieldError("/" + name, MALFORMED));
        } else {
          attributes.put(name, value);
        }
      } else if (values.size() > 1) {
        errors.add(new FieldError("/" + name, "must not occur twice"));
      }
    }
    if (contentType != null) {
      attributes.put(DATA_CONTENT_TYPE, contentType);
    }
    return errors.isEmpty()
        ? new Parsed.Valid<>(new CloudEvent(attributes, body))
        : new Parsed.Invalid<>(errors, null);
  }

  /** Decodes as the HTTP binding requires; null if the value is encoded otherwise. */
  private static @Nullable String decoded(String value) {
    boolean inQuotes = value.startsWith("\"");
    String plain = inQuotes ? unquoted(value) : value;
    boolean quoteInside = !inQuotes && value.indexOf('"') >= 0;
    return plain == null || quoteInside ? null : percentDecoded(plain);
  }

  /** Removes the quotes, and the backslashes before escaped characters; null if malformed. */
  private static @Nullable String unquoted(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        return i == value.length() - 1 ? plain.toString() : null;
      }
      if (c == '\\' && ++i < value.length()) {
        c = value.charAt(i);
      }
      plain.append(c);
    }
    return null;
  }

  private static @Nullable String percentDecoded(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%') {
        int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
        if (low < 0) {
          return null;
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c == '\t' || (c >= ' ' && c <= '~')) {
        bytes.write(c);
      } else {
        return null;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }
}
