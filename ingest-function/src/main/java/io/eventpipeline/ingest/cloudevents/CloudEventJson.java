package io.eventpipeline.ingest.cloudevents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON format of CloudEvents: one event, or an array of them. Threads: any. */
public final class CloudEventJson {
  private static final byte[] NOTHING = {};
  private static final byte[] NOT_AN_OBJECT = {'0'};

  private CloudEventJson() {}

  /** Reads a body of {@code application/cloudevents+json}. */
  public static Parsed<CloudEvent> event(byte[] body) {
    return JsonDocument.object(body, CloudEventJson::read);
  }

  /**
   * Reads a body of {@code application/cloudevents-batch+json}: one result for each item, in the
   * order sent. The pointers of an item's errors start at the document.
   */
  public static Parsed<List<Parsed<EventDraft>>> batch(byte[] body) {
    return JsonDocument.array(body, CloudEventJson::readItems);
  }

  private static Parsed<List<Parsed<EventDraft>>> readItems(byte[] text, JsonParser parser)
      throws IOException {
    List<Parsed<EventDraft>> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String pointer = "/" + items.size();
      if (items.size() == EventRules.MAX_BATCH) {
        return invalid("", "must have at most " + EventRules.MAX_BATCH + " items");
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        items.add(invalid(pointer, "must be an object"));
      } else {
        items.add(under(pointer, draft(read(text, parser))));
      }
    }
    return items.isEmpty() ? invalid("", "must have at least 1 item") : new Parsed.Valid<>(items);
  }

  private static Parsed<EventDraft> draft(Parsed<CloudEvent> parsed) {
    return switch (parsed) {
      case Parsed.Valid<CloudEvent>(CloudEvent event) -> event.toDraft();
      case Parsed.Invalid<CloudEvent>(List<FieldError> errors, String id) ->
          new Parsed.Invalid<>(errors, id);
    };
  }

  private static Parsed<EventDraft> under(String pointer, Parsed<EventDraft> item) {
    return switch (item) {
      case Parsed.Valid<EventDraft> valid -> valid;
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          new Parsed.Invalid<>(errors.stream().map(e -> e.under(pointer)).toList(), id);
    };
  }

  private static Parsed<CloudEvent> read(byte[] text, JsonParser parser) throws IOException {
    return new Members(text, parser).read();
  }

  private static <T> Parsed<T> invalid(String pointer, String detail) {
    return new Parsed.Invalid<>(List.of(new FieldError(pointer, detail)), null);
  }

  /** Reads the members of one event. For one use, by one thread. */
  private static final class Members {
    private static final String BASE64 = "data_base64";

    private final byte[] text;
    private final JsonParser parser;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<FieldError> errors = new ArrayList<>(0);
    private final Set<String> seen = new HashSet<>();
    private byte[] data = NOTHING;

    Members(byte[] text, JsonParser parser) {
      this.text = text;
      this.parser = parser;
    }

    /** Reads from the opening to the closing brace. */
    Parsed<CloudEvent> read() throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("data") && isOnce(name)) {
          data = data(token);
        } else if (name.equals(BASE64) && isOnce(name)) {
          data = base64(token);
        } else if (CloudEvent.ATTRIBUTES.contains(name) && isOnce(name)) {
          readAttribute(name, token);
        } else {
          parser.skipChildren();
        }
      }
      if (seen.contains(BASE64)) {
        attributes.putIfAbsent("datacontenttype", "application/octet-stream");
        if (seen.contains("data")) {
          errors.add(new FieldError("/" + BASE64, "must not occur together with data"));
        }
      }
      return errors.isEmpty()
          ? new Parsed.Valid<>(new CloudEvent(attributes, data))
          : new Parsed.Invalid<>(errors, legalId());
    }

    private @Nullable String legalId() {
      String id = attributes.get("id");
      return id != null && EventRules.checkId(id) == null ? id : null;
    }

    private boolean isOnce(String name) {
      boolean once = seen.add(name);
      if (!once) {
        errors.add(new FieldError("/" + name, "must not occur twice"));
      }
      return once;
    }

    /** Null counts as absent. A sequence may also be an integer, whose meaning is clear. */
    private void readAttribute(String name, JsonToken token) throws IOException {
      boolean isSequence = token == JsonToken.VALUE_NUMBER_INT && name.equals("sequence");
      if (token == JsonToken.VALUE_STRING || isSequence) {
        attributes.put(name, parser.getText());
      } else if (token != JsonToken.VALUE_NULL) {
        errors.add(new FieldError("/" + name, "must be a string"));
        parser.skipChildren();
      }
    }

    /** The bytes of an object as the client sent them; {@link #NOT_AN_OBJECT} for anything else. */
    private byte[] data(JsonToken token) throws IOException {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      if (token != JsonToken.START_OBJECT) {
        return NOT_AN_OBJECT;
      }
      return Arrays.copyOfRange(text, from, (int) parser.currentLocation().getByteOffset());
    }

    private byte[] base64(JsonToken token) throws IOException {
      try {
        if (token == JsonToken.VALUE_STRING) {
          return Base64.getDecoder().decode(parser.getText());
        }
        parser.skipChildren();
      } catch (IllegalArgumentException notBase64) {
        // reported below
      }
      errors.add(new FieldError("/" + BASE64, "must be a string of Base64"));
      return NOTHING;
    }
  }
}
