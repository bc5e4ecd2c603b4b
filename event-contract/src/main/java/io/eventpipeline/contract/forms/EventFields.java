package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonParser;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event while a form reads them, and what is wrong with them. The forms call the
 * fields by different names. A field that occurs twice is an error. For one event, on one thread.
 */
final class EventFields {
  static final String TWICE = "must not occur twice";
  static final String MISSING = "is required";

  static final int ID = 1;
  static final int USER = 2;
  static final int TYPE = 4;
  static final int PAYLOAD = 8;
  static final int TS = 16;
  private static final int TIMESTAMP = 32;
  private static final int KEY = 64;
  private static final int UNORDERED = 128;

  /** The first bit that is free for the form. */
  static final int FREE = 256;

  final JsonMembers members;
  final PayloadReader payload;
  private final FieldReader reader;
  private @Nullable String id;
  private @Nullable String userId;
  private @Nullable String type;
  private @Nullable Long timestamp;
  private @Nullable Long ts;
  private @Nullable String idempotencyKey;
  private boolean unordered;

  /** The bits of the fields that occurred. */
  private int seen;

  EventFields(byte[] text, JsonParser parser) {
    members = new JsonMembers(text, parser);
    payload = new PayloadReader(members);
    reader = new FieldReader(members);
  }

  void readId(String field) throws IOException {
    markSeen(ID, field);
    String legal = reader.readId(field);
    id = legal == null ? id : legal;
  }

  void readUser(String field) throws IOException {
    markSeen(USER, field);
    userId = reader.readName(field);
  }

  void readType(String field) throws IOException {
    markSeen(TYPE, field);
    type = reader.readName(field);
  }

  void readPayload() throws IOException {
    markSeen(PAYLOAD, PayloadReader.FIELD);
    payload.read();
  }

  /** Reads when the event happened. */
  void readTs(String field) throws IOException {
    markSeen(TS, field);
    ts = reader.readTime(field);
  }

  /** Reads when the API accepted the event. */
  void readTimestamp(String field) throws IOException {
    markSeen(TIMESTAMP, field);
    timestamp = reader.readMillis(field);
  }

  /** Reads whether the seq is plain data. */
  void readUnordered(String field) throws IOException {
    markSeen(UNORDERED, field);
    unordered = reader.readFlag(field);
  }

  void readIdempotencyKey(String field) throws IOException {
    markSeen(KEY, field);
    idempotencyKey = reader.readIdempotencyKey(field);
  }

  /** Takes the parts from elsewhere, and the parser's whole text as the payload. */
  EventFields readParts(EventParts parts) throws IOException {
    id = reader.legalId(parts.eventId(), OwnForm.EVENT_ID);
    userId = reader.checkedName(parts.userId(), OwnForm.USER_ID);
    type = reader.checkedName(parts.type(), OwnForm.TYPE);
    ts = parts.ts();
    unordered = parts.unordered();
    payload.read();
    seen = (userId == null ? 0 : USER) | (type == null ? 0 : TYPE);
    require(USER, OwnForm.USER_ID);
    require(TYPE, OwnForm.TYPE);
    return this;
  }

  /** Takes the user from a field that was read before; null if it is missing. */
  void takeUser(@Nullable String value, String field) {
    seen |= value == null ? 0 : USER;
    userId = reader.checkedName(value, field);
  }

  void markSeen(int bit, String field) {
    if ((seen & bit) != 0) {
      members.reportError(field, TWICE);
    }
    seen |= bit;
  }

  /** Notes a member that tells the form. It may occur twice. */
  void mark(int bit) {
    seen |= bit;
  }

  boolean saw(int bit) {
    return (seen & bit) != 0;
  }

  void require(int bit, String field) {
    if ((seen & bit) == 0) {
      members.reportError(field, MISSING);
    }
  }

  /** Reports a time of the event that is too far from {@code now}. */
  void checkTs(long now, String field) {
    if (ts != null && Math.abs(now - ts) > EventTime.MAX_SKEW_MS) {
      members.reportError(field, "must be within 120 s of the server's clock");
    }
  }

  Parsed<EventDraft> toDraft() {
    payload.checkSeq(unordered);
    if (!members.errors().isEmpty()) {
      return new Parsed.Invalid<>(members.errors(), id);
    }
    return new Parsed.Valid<>(
        new EventDraft(
            id,
            given(userId),
            given(type),
            payload.seqOrZero(),
            payload.jsonOrEmpty(),
            idempotencyKey,
            ts,
            unordered));
  }

  Parsed<Event> toEvent(long recordTimestamp) {
    payload.checkSeq(unordered);
    if (!members.errors().isEmpty()) {
      return new Parsed.Invalid<>(members.errors(), id);
    }
    long at = timestamp == null ? recordTimestamp : timestamp;
    return new Parsed.Valid<>(
        new Event(
            given(id),
            given(userId),
            SharedTypes.shared(given(type)),
            payload.seqOrZero(),
            payload.jsonOrEmpty(),
            at,
            ts == null ? at : ts));
  }

  /** A required field: not null where no error was reported. */
  private static <T> T given(@Nullable T field) {
    return Objects.requireNonNull(field);
  }
}
