package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.JsonSlice;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;

/**
 * Reads an event in our own form, and notes on the way what would make it one of another form. For
 * one event, on one thread.
 */
final class OwnForm {
  static final String EVENT_ID = "eventId";
  static final String USER_ID = "userId";
  static final String TYPE = "type";
  static final String TS = "ts";
  private static final String RECORD_ID = "id";

  private static final int OF_TYPED = EventFields.FREE;
  private static final int OF_ANALYTICS = EventFields.FREE << 1;
  private static final int OF_CLOUD_EVENT = EventFields.FREE << 2;

  private final EventFields fields;
  private final boolean isRecord;

  /** Where the event comes from: a client names its fields otherwise than a record does. */
  enum Source {
    HTTP,
    KAFKA
  }

  /**
   * @param parser stands at the opening brace
   */
  OwnForm(byte[] text, JsonParser parser, Source source) {
    fields = new EventFields(text, parser);
    isRecord = source == Source.KAFKA;
  }

  /** Where the opening brace stands, in bytes, before it is read. */
  int offset() {
    return fields.members.offset();
  }

  /** The text from {@code offset} to the closing brace, after it was read. */
  JsonSlice textFrom(int offset) {
    return fields.members.sliceFrom(offset);
  }

  /** Reads from the opening to the closing brace. */
  OwnForm read() throws IOException {
    String name = fields.members.next();
    while (name != null) {
      readField(name);
      name = fields.members.next();
    }
    return this;
  }

  /**
   * The form, in this order: with {@code userId} and {@code type} it is ours, with {@code
   * specversion} and no {@code userId} a CloudEvent (only in Kafka, where no content type tells
   * it), with {@code eventType} and no {@code type} typed, with {@code event_id} or {@code user_id}
   * and no {@code userId} analytics (only over HTTP), and else ours.
   */
  EventForm recognise() {
    boolean user = fields.saw(EventFields.USER);
    boolean type = fields.saw(EventFields.TYPE);
    if (user && type) {
      return EventForm.OWN;
    }
    if (isRecord && !user && fields.saw(OF_CLOUD_EVENT)) {
      return EventForm.CLOUD_EVENT;
    }
    if (!type && fields.saw(OF_TYPED)) {
      return EventForm.TYPED;
    }
    return !isRecord && !user && fields.saw(OF_ANALYTICS) ? EventForm.ANALYTICS : EventForm.OWN;
  }

  /**
   * @param now the server's time, unix milliseconds
   */
  Parsed<EventDraft> toDraft(long now) {
    requireAll();
    fields.checkTs(now, TS);
    return fields.toDraft();
  }

  Parsed<Event> toEvent(long recordTimestamp) {
    fields.require(EventFields.ID, RECORD_ID);
    requireAll();
    return fields.toEvent(recordTimestamp);
  }

  private void requireAll() {
    fields.require(EventFields.USER, USER_ID);
    fields.require(EventFields.TYPE, TYPE);
    fields.require(EventFields.PAYLOAD, PayloadReader.FIELD);
  }

  private void readField(String name) throws IOException {
    switch (name) {
      case USER_ID -> fields.readUser(name);
      case TYPE -> fields.readType(name);
      case PayloadReader.FIELD -> fields.readPayload();
      case TypedForm.TYPE -> skip(OF_TYPED);
      case AnalyticsForm.EVENT_ID, AnalyticsForm.USER_ID -> skip(OF_ANALYTICS);
      case CloudEvent.SPEC_VERSION -> skip(OF_CLOUD_EVENT);
      default -> {
        if (isRecord) {
          readRecordField(name);
        } else {
          readSentField(name);
        }
      }
    }
  }

  private void readSentField(String name) throws IOException {
    switch (name) {
      case EVENT_ID -> fields.readId(name);
      case TS -> fields.readTs(name);
      case "idempotencyKey" -> fields.readIdempotencyKey(name);
      default -> fields.members.skip();
    }
  }

  private void readRecordField(String name) throws IOException {
    switch (name) {
      case RECORD_ID -> fields.readId(name);
      case "timestamp" -> fields.readTimestamp(name);
      case "unordered" -> fields.readUnordered(name);
      case TS -> {
        if (fields.members.token() != JsonToken.VALUE_NULL) {
          fields.readTs(name);
        }
      }
      default -> fields.members.skip();
    }
  }

  private void skip(int mark) throws IOException {
    fields.mark(mark);
    fields.members.skip();
  }
}
