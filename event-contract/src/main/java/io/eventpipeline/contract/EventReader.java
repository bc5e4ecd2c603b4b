package io.eventpipeline.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON in one pass over the bytes, and holds them to {@link EventRules}. The
 * payload is checked to be JSON and kept as it was sent. Fields that are not known are ignored, a
 * known one that stands twice is an error. Threads: any.
 */
public final class EventReader {
  private EventReader() {}

  /** Reads the body of {@code POST /events}. */
  public static Parsed<EventDraft> draft(byte[] body) {
    return JsonDocument.object(
        body, (text, parser) -> new Fields(Form.DRAFT, text, parser).read().toDraft());
  }

  /**
   * Reads an event whose parts were sent apart, under the same rules. Errors name the fields of
   * {@code POST /events}; those of the payload's own text have the pointer {@code ""}.
   *
   * @param eventId null if the sender named none
   * @param userId null is an error like any other
   * @param type null is an error like any other
   * @param payload JSON
   */
  public static Parsed<EventDraft> draft(
      @Nullable String eventId, @Nullable String userId, @Nullable String type, byte[] payload) {
    return JsonDocument.object(
        payload,
        (text, parser) ->
            new Fields(Form.DRAFT, text, parser).readParts(eventId, userId, type).toDraft());
  }

  /**
   * Reads the body of {@code POST /events/batch}: one result for each item, in their order. The
   * pointers of an item's errors begin at the document.
   */
  public static Parsed<List<Parsed<EventDraft>>> batch(byte[] body) {
    return JsonDocument.object(body, EventReader::readBatch);
  }

  /**
   * Reads the value of a record of the topic.
   *
   * @param value null is an error like any other
   * @param recordTimestamp stands in for a timestamp that is missing, unix milliseconds
   */
  public static Parsed<Event> event(byte @Nullable [] value, long recordTimestamp) {
    if (value == null) {
      return invalid("", "must not be null");
    }
    return JsonDocument.object(
        value,
        (text, parser) -> new Fields(Form.RECORD, text, parser).read().toEvent(recordTimestamp));
  }

  private static Parsed<List<Parsed<EventDraft>>> readBatch(byte[] text, JsonParser parser)
      throws IOException {
    List<Parsed<EventDraft>> items = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isEvents = parser.currentName().equals("events");
      JsonToken value = parser.nextToken();
      if (!isEvents) {
        parser.skipChildren();
      } else if (items != null) {
        return invalid("/events", "must not stand twice");
      } else if (value != JsonToken.START_ARRAY) {
        return invalid("/events", "must be an array");
      } else {
        items = readItems(text, parser);
        if (items.size() > EventRules.MAX_BATCH) {
          return invalid("/events", "must have at most " + EventRules.MAX_BATCH + " items");
        }
      }
    }
    if (items == null) {
      return invalid("/events", "is required");
    }
    if (items.isEmpty()) {
      return invalid("/events", "must have at least 1 item");
    }
    return new Parsed.Valid<>(items);
  }

  /** Stops after one item more than is allowed. */
  private static List<Parsed<EventDraft>> readItems(byte[] text, JsonParser parser)
      throws IOException {
    List<Parsed<EventDraft>> items = new ArrayList<>();
    while (items.size() <= EventRules.MAX_BATCH && parser.nextToken() != JsonToken.END_ARRAY) {
      String pointer = "/events/" + items.size();
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        items.add(invalid(pointer, "must be an object"));
      } else {
        items.add(under(pointer, new Fields(Form.DRAFT, text, parser).read().toDraft()));
      }
    }
    return items;
  }

  private static Parsed<EventDraft> under(String pointer, Parsed<EventDraft> item) {
    return switch (item) {
      case Parsed.Valid<EventDraft> valid -> valid;
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          new Parsed.Invalid<>(errors.stream().map(e -> e.under(pointer)).toList(), id);
    };
  }

  private static <T> Parsed<T> invalid(String pointer, String detail) {
    return new Parsed.Invalid<>(List.of(new FieldError(pointer, detail)), null);
  }

  /** The two places an event stands in, which differ in the name of the id and who must give it. */
  private enum Form {
    DRAFT("eventId", false),
    RECORD("id", true);

    final String idField;
    final boolean idRequired;

    Form(String idField, boolean idRequired) {
      this.idField = idField;
      this.idRequired = idRequired;
    }
  }

  /** The fields of one event, as far as they have been read. One object's use, one thread. */
  private static final class Fields {
    private static final String TIMESTAMP = "timestamp";
    private static final String IDEMPOTENCY_KEY = "idempotencyKey";

    /** The event itself is the first level, its payload the second. */
    private static final int DEPTH_OF_PAYLOAD = 2;

    /** By hash; of two that fall together the last one read. Threads may overtake each other. */
    private static final String[] TYPES = new String[64];

    private final Form form;
    private final byte[] text;
    private final JsonParser parser;
    private final List<FieldError> errors = new ArrayList<>(0);
    private @Nullable String id;
    private @Nullable String userId;
    private @Nullable String type;
    private @Nullable JsonSlice payload;
    private @Nullable Long seq;
    private @Nullable Long timestamp;
    private @Nullable String idempotencyKey;

    /** Bit per known field: 1 id, 2 userId, 4 type, 8 payload, 16 timestamp or idempotencyKey. */
    private int seen;

    Fields(Form form, byte[] text, JsonParser parser) {
      this.form = form;
      this.text = text;
      this.parser = parser;
    }

    /** Reads from the opening to the closing brace. */
    Fields read() throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals(form.idField)) {
          once(1, name);
          readId(token);
        } else if (name.equals("userId")) {
          once(2, name);
          userId = readName(token, name);
        } else if (name.equals("type")) {
          once(4, name);
          type = readName(token, name);
        } else if (name.equals("payload")) {
          once(8, name);
          readPayload(token);
        } else if (form == Form.RECORD && name.equals(TIMESTAMP)) {
          once(16, name);
          readTimestamp(token);
        } else if (form == Form.DRAFT && name.equals(IDEMPOTENCY_KEY)) {
          once(16, name);
          readIdempotencyKey(token);
        } else {
          parser.skipChildren();
        }
      }
      require(form.idRequired ? 1 : 0, form.idField);
      require(2, "userId");
      require(4, "type");
      require(8, "payload");
      return this;
    }

    /** Reads the payload, at whose opening brace the parser stands; the rest is known. */
    Fields readParts(@Nullable String eventId, @Nullable String user, @Nullable String kind)
        throws IOException {
      checkId(eventId);
      userId = checkName(user, "userId");
      type = checkName(kind, "type");
      readPayload(JsonToken.START_OBJECT);
      seen = (userId == null ? 0 : 2) | (type == null ? 0 : 4);
      require(2, "userId");
      require(4, "type");
      return this;
    }

    Parsed<EventDraft> toDraft() {
      if (errors.isEmpty() && userId != null && type != null && payload != null) {
        return new Parsed.Valid<>(
            new EventDraft(id, userId, type, seqOrZero(), payload, idempotencyKey));
      }
      return new Parsed.Invalid<>(errors, id);
    }

    Parsed<Event> toEvent(long recordTimestamp) {
      if (errors.isEmpty() && id != null && userId != null && type != null && payload != null) {
        long at = timestamp == null ? recordTimestamp : timestamp;
        return new Parsed.Valid<>(new Event(id, userId, shared(type), seqOrZero(), payload, at));
      }
      return new Parsed.Invalid<>(errors, id);
    }

    /** The same type read before, so that events that are kept do not each keep a copy of it. */
    private static String shared(String type) {
      int at = type.hashCode() & (TYPES.length - 1);
      String before = TYPES[at];
      if (type.equals(before)) {
        return before;
      }
      TYPES[at] = type;
      return type;
    }

    private long seqOrZero() {
      return seq == null ? Event.NO_SEQ : seq;
    }

    private void readId(JsonToken token) throws IOException {
      checkId(readString(token, form.idField));
    }

    private void checkId(@Nullable String value) {
      if (value != null) {
        String wrong = EventRules.checkId(value);
        if (wrong == null) {
          id = value;
        } else {
          error(form.idField, wrong);
        }
      }
    }

    private void readIdempotencyKey(JsonToken token) throws IOException {
      idempotencyKey = readString(token, IDEMPOTENCY_KEY);
      String wrong = idempotencyKey == null ? null : EventRules.checkIdempotencyKey(idempotencyKey);
      if (wrong != null) {
        error(IDEMPOTENCY_KEY, wrong);
      }
    }

    private @Nullable String readName(JsonToken token, String field) throws IOException {
      return checkName(readString(token, field), field);
    }

    private @Nullable String checkName(@Nullable String value, String field) {
      String wrong = value == null ? null : EventRules.checkName(value);
      if (wrong != null) {
        error(field, wrong);
      }
      return value;
    }

    private @Nullable String readString(JsonToken token, String field) throws IOException {
      if (token == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      error(field, "must be a string");
      parser.skipChildren();
      return null;
    }

    private void readPayload(JsonToken token) throws IOException {
      if (token != JsonToken.START_OBJECT) {
        error("payload", "must be an object");
        parser.skipChildren();
        return;
      }
      int from = (int) parser.currentTokenLocation().getByteOffset();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isSeq = parser.currentName().equals("seq");
        JsonToken value = parser.nextToken();
        if (isSeq) {
          readSeq(value);
        }
        if (value.isStructStart() && depthToItsEnd() + DEPTH_OF_PAYLOAD > EventRules.MAX_DEPTH) {
          error(
              "payload", "must not make the event deeper than " + EventRules.MAX_DEPTH + " levels");
        }
      }
      payload = new JsonSlice(text, from, (int) parser.currentLocation().getByteOffset());
    }

    /** Levels of the object or array that begins here; the parser stands at its end then. */
    private int depthToItsEnd() throws IOException {
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

    private void readSeq(JsonToken token) throws IOException {
      Long value = readInteger(token, 1, EventRules.MAX_SEQ);
      if (value == null) {
        error("payload/seq", "must be an integer from 1 to " + EventRules.MAX_SEQ);
      } else if (seq != null) {
        error("payload/seq", "must not stand twice");
      }
      seq = value;
    }

    private void readTimestamp(JsonToken token) throws IOException {
      if (token != JsonToken.VALUE_NULL) {
        timestamp = readInteger(token, 0, EventRules.MAX_SEQ);
        if (timestamp == null) {
          error(TIMESTAMP, "must be unix milliseconds");
        }
      }
      parser.skipChildren();
    }

    /** The integer, or null if the value is anything else. */
    private @Nullable Long readInteger(JsonToken token, long min, long max) throws IOException {
      if (token != JsonToken.VALUE_NUMBER_INT || parser.getTextLength() > 16) {
        return null;
      }
      long value = parser.getLongValue();
      return value < min || value > max ? null : value;
    }

    private void once(int bit, String field) {
      if ((seen & bit) != 0) {
        error(field, "must not stand twice");
      }
      seen |= bit;
    }

    private void require(int bit, String field) {
      if ((seen & bit) != bit) {
        error(field, "is required");
      }
    }

    /** Each error once, so that a body cannot make its answer larger than itself. */
    private void error(String field, String detail) {
      var error = new FieldError("/" + field, detail);
      if (!errors.contains(error)) {
        errors.add(error);
      }
    }
  }
}
