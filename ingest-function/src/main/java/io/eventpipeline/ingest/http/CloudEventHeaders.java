package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.cloudevents.CloudEvent;
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

  private CloudEventHeaders() {}

  /** Whether the headers speak of a CloudEvent. */
  static boolean areIn(HttpHeaders headers) {
    return headers.contains(PREFIX + "specversion");
  }

  /**
   * @param contentType of the data; null if the request names none
   */
  static Parsed<CloudEvent> read(HttpHeaders headers, @Nullable String contentType, byte[] body) {
    Map<String, String> attributes = new HashMap<>();
    List<FieldError> errors = new ArrayList<>(0);
    for (String name : CloudEvent.ATTRIBUTES) {
      List<String> values = headers.getAll(PREFIX + name);
      if (values.size() == 1) {
        String value = decoded(values.getFirst().strip());
        if (value == null) {
          errors.add(new FieldError("/" + name, "must be percent-encoded UTF-8"));
        } else {
          attributes.put(name, value);
        }
      } else if (values.size() > 1) {
        errors.add(new FieldError("/" + name, "must not stand twice"));
      }
    }
    if (contentType == null) {
      attributes.remove("datacontenttype");
    } else {
      attributes.put("datacontenttype", contentType);
    }
    return errors.isEmpty()
        ? new Parsed.Valid<>(new CloudEvent(attributes, body))
        : new Parsed.Invalid<>(errors, null);
  }

  /** Null if it is no text that was encoded as the binding for HTTP says. */
  private static @Nullable String decoded(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return null;
      }
      int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
      if (low < 0) {
        bytes.write(c);
      } else {
        bytes.write(high << 4 | low);
        i += 2;
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
