package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonItems;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON format of CloudEvents: one event, or an array of them. Threads: any. */
public final class CloudEventJson {
  /** The content type of one event. */
  public static final String MEDIA_TYPE = "application/cloudevents+json";

  /** The header of a Kafka record that holds its content type. */
  public static final String RECORD_HEADER = "content-type";

  private static final byte[] NOTHING = {};
  private static final byte[] NOT_AN_OBJECT = {'0'};

  private CloudEventJson() {}

  /**
   * True if a record's {@link #RECORD_HEADER} says that the value is one event. Other producers may
   * say so, in CloudEvents' Kafka binding.
   *
   * @param header UTF-8; null if the record has no such header
   */
  public static boolean isNamedBy(byte @Nullable [] header) {
    return header != null
        && JsonMediaType.isNamed(MEDIA_TYPE, new String(header, StandardCharsets.UTF_8));
  }

  /** Reads a body of {@code application/cloudevents+json}. */
  public static Parsed<CloudEvent> event(byte[] body) {
    return JsonDocument.object(body, CloudEventJson::read);
  }

  /** Reads one event and converts it. Data of an unsupported type is an error. */
  static Parsed<EventDraft> draft(byte[] event) {
    return draft(event(event));
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
    return JsonItems.batch("", JsonItems.read(parser, "", () -> draft(read(text, parser))));
  }

  private static Parsed<EventDraft> draft(Parsed<CloudEvent> parsed) {
    return switch (parsed) {
      case Parsed.Valid<CloudEvent>(CloudEvent event) -> event.toDraft();
      case Parsed.Invalid<CloudEvent> bad -> bad.as();
    };
  }

  private static Parsed<CloudEvent> read(byte[] text, JsonParser parser) throws IOException {
    return new Members(text, parser).read();
  }

  /** Reads the members of one event. For one use, by one thread. */
  private static final class Members {
    private static final String BASE64 = "data_base64";

    private final JsonMembers members;
    private final Map<String, String> attributes = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private byte[] data = NOTHING;

    Members(byte[] text, JsonParser parser) {
      members = new JsonMembers(text, parser);
    }

    /** Reads from the opening to the closing brace. */
    Parsed<CloudEvent> read() throws IOException {
      String name = members.next();
      while (name != null) {
        readMember(name);
        name = members.next();
      }
      if (seen.contains(BASE64)) {
        attributes.putIfAbsent("datacontenttype", "application/octet-stream");
        if (seen.contains("data")) {
          members.reportError(BASE64, "must not occur together with data");
        }
      }
      return members.errors().isEmpty()
          ? new Parsed.Valid<>(new CloudEvent(attributes, data))
          : new Parsed.Invalid<>(members.errors(), legalId());
    }

    private void readMember(String name) throws IOException {
      if (name.equals("data") && isOnce(name)) {
        data = data();
      } else if (name.equals(BASE64) && isOnce(name)) {
        data = base64();
      } else if (CloudEvent.ATTRIBUTES.contains(name) && isOnce(name)) {
        readAttribute(name);
      } else {
        members.skip();
      }
    }

    private @Nullable String legalId() {
      String id = attributes.get("id");
      return id != null && EventRules.checkId(id) == null ? id : null;
    }

    private boolean isOnce(String name) {
      boolean once = seen.add(name);
      if (!once) {
        members.reportError(name, "must not occur twice");
      }
      return once;
    }

    /** Null counts as absent. A sequence may also be an integer, whose meaning is clear. */
    private void readAttribute(String name) throws IOException {
      boolean isSequence = members.token() == JsonToken.VALUE_NUMBER_INT && name.equals("sequence");
      if (isSequence) {
        attributes.put(name, members.text());
      } else if (members.token() != JsonToken.VALUE_NULL) {
        String value = members.readString(name);
        if (value != null) {
          attributes.put(name, value);
        }
      }
    }

    /** The bytes of an object as the client sent them; {@link #NOT_AN_OBJECT} for anything else. */
    private byte[] data() throws IOException {
      boolean isObject = members.token() == JsonToken.START_OBJECT;
      int from = members.offset();
      members.skip();
      return isObject ? members.sliceFrom(from).toBytes() : NOT_AN_OBJECT;
    }

    private byte[] base64() throws IOException {
      try {
        if (members.token() == JsonToken.VALUE_STRING) {
          return Base64.getDecoder().decode(members.text());
        }
        members.skip();
      } catch (IllegalArgumentException notBase64) {
        // reported below
      }
      members.reportError(BASE64, "must be a string of Base64");
      return NOTHING;
    }
  }
}
