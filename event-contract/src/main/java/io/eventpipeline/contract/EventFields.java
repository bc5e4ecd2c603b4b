package io.eventpipeline.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one event and checks each of them. A known field that occurs twice is an
 * error. For one event, on one thread.
 */
final class EventFields {
  static final String TWICE = "must not occur twice";
  static final String MISSING = "is required";

  private static final String USER_ID = "userId";
  private static final String TYPE = "type";
  private static final String TIMESTAMP = "timestamp";
  private static final String TS = "ts";
  private static final String UNORDERED = "unordered";
  private static final String IDEMPOTENCY_KEY = "idempotencyKey";

  /** The latest type of each hash. Threads may overwrite each other's, which does no harm. */
  private static final String[] TYPES = new String[64];

  private final Form form;
  private final JsonMembers members;
  private final PayloadReader payload;
  private @Nullable String id;
  private @Nullable String userId;
  private @Nullable String type;
  private @Nullable Long timestamp;
  private @Nullable Long ts;
  private boolean unordered;
  private @Nullable String idempotencyKey;

  /**
   * Bit per known field: 1 id, 2 userId, 4 type, 8 payload, 16 timestamp or idempotencyKey, 32 ts,
   * 64 unordered.
   */
  private int seen;

  /** The two forms of an event. They differ in the name of the id, and in who must give it. */
  enum Form {
    DRAFT("eventId", false),
    RECORD("id", true);

    private final String idField;
    private final boolean idRequired;

    Form(String idField, boolean idRequired) {
      this.idField = idField;
      this.idRequired = idRequired;
    }
  }

  EventFields(Form form, byte[] text, JsonParser parser) {
    this.form = form;
    members = new JsonMembers(text, parser);
    payload = new PayloadReader(members);
  }

  /** Reads from the opening to the closing brace. */
  EventFields read() throws IOException {
    String name = members.next();
    while (name != null) {
      readField(name);
      name = members.next();
    }
    if (form.idRequired) {
      require(1, form.idField);
    }
    require(2, USER_ID);
    require(4, TYPE);
    require(8, PayloadReader.FIELD);
    payload.checkSeq(unordered);
    return this;
  }

  /** Reads only the payload from the parser, which stands at its opening brace. */
  EventFields readParts(EventParts parts) throws IOException {
    id = legalId(parts.eventId());
    userId = checkName(parts.userId(), USER_ID);
    type = checkName(parts.type(), TYPE);
    ts = parts.ts();
    unordered = parts.unordered();
    payload.read();
    payload.checkSeq(unordered);
    seen = (userId == null ? 0 : 2) | (type == null ? 0 : 4);
    require(2, USER_ID);
    require(4, TYPE);
    return this;
  }

  Parsed<EventDraft> toDraft() {
    if (!members.errors().isEmpty()) {
      return new Parsed.Invalid<>(members.errors(), id);
    }
    return new Parsed.Valid<>(
        new EventDraft(
            id,
            given(userId),
            given(type),
            payload.seqOrZero(),
            given(payload.json()),
            idempotencyKey,
            ts,
            unordered));
  }

  Parsed<Event> toEvent(long recordTimestamp) {
    if (!members.errors().isEmpty()) {
      return new Parsed.Invalid<>(members.errors(), id);
    }
    long at = timestamp == null ? recordTimestamp : timestamp;
    return new Parsed.Valid<>(
        new Event(
            given(id),
            given(userId),
            shared(given(type)),
            payload.seqOrZero(),
            given(payload.json()),
            at,
            ts == null ? at : ts));
  }

  /** A required field: not null where no error was reported. */
  private static <T> T given(@Nullable T field) {
    return Objects.requireNonNull(field);
  }

  /** An equal type read before, so that events in memory share their types. */
  private static String shared(String type) {
    int at = type.hashCode() & (TYPES.length - 1);
    String before = TYPES[at];
    if (type.equals(before)) {
      return before;
    }
    TYPES[at] = type;
    return type;
  }

  private void readField(String name) throws IOException {
    if (name.equals(form.idField)) {
      markSeen(1, name);
      String legal = legalId(members.readString(name));
      id = legal == null ? id : legal;
    } else if (name.equals(USER_ID)) {
      markSeen(2, name);
      userId = checkName(members.readString(name), name);
    } else if (name.equals(TYPE)) {
      markSeen(4, name);
      type = checkName(members.readString(name), name);
    } else if (name.equals(PayloadReader.FIELD)) {
      markSeen(8, name);
      payload.read();
    } else if (form == Form.RECORD && name.equals(TIMESTAMP)) {
      markSeen(16, name);
      timestamp = readMillis(name, 0);
    } else if (form == Form.RECORD && name.equals(TS)) {
      markSeen(32, name);
      ts = readMillis(name, -EventRules.MAX_SEQ);
    } else if (form == Form.RECORD && name.equals(UNORDERED)) {
      markSeen(64, name);
      readUnordered();
    } else if (form == Form.DRAFT && name.equals(IDEMPOTENCY_KEY)) {
      markSeen(16, name);
      readIdempotencyKey();
    } else {
      members.skip();
    }
  }

  private @Nullable String legalId(@Nullable String value) {
    String error = value == null ? null : EventRules.checkId(value);
    if (error != null) {
      members.reportError(form.idField, error);
      return null;
    }
    return value;
  }

  private @Nullable String checkName(@Nullable String value, String field) {
    String error = value == null ? null : EventRules.checkName(value);
    if (error != null) {
      members.reportError(field, error);
    }
    return value;
  }

  private void readIdempotencyKey() throws IOException {
    idempotencyKey = members.readString(IDEMPOTENCY_KEY);
    String error = idempotencyKey == null ? null : EventRules.checkIdempotencyKey(idempotencyKey);
    if (error != null) {
      members.reportError(IDEMPOTENCY_KEY, error);
    }
  }

  private @Nullable Long readMillis(String field, long min) throws IOException {
    Long millis = null;
    if (members.token() != JsonToken.VALUE_NULL) {
      millis = members.readInteger(min, EventRules.MAX_SEQ);
      if (millis == null) {
        members.reportError(field, "must be unix milliseconds");
      }
    }
    members.skip();
    return millis;
  }

  private void readUnordered() throws IOException {
    unordered = members.token() == JsonToken.VALUE_TRUE;
    if (!unordered
        && members.token() != JsonToken.VALUE_FALSE
        && members.token() != JsonToken.VALUE_NULL) {
      members.reportError(UNORDERED, "must be true or false");
    }
    members.skip();
  }

  private void markSeen(int bit, String field) {
    if ((seen & bit) != 0) {
      members.reportError(field, TWICE);
    }
    seen |= bit;
  }

  private void require(int bit, String field) {
    if ((seen & bit) == 0) {
      members.reportError(field, MISSING);
    }
  }
}
