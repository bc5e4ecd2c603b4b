package io.eventpipeline.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON in one pass over the bytes, and checks {@link EventRules}. It keeps the
 * payload exactly as the client sent it, and ignores unknown fields. Threads: any.
 */
public final class EventReader {
  private static final String EVENTS = "/events";

  private EventReader() {}

  /** Reads the body of {@code POST /events}. */
  public static Parsed<EventDraft> draft(byte[] body) {
    return JsonDocument.object(body, EventReader::readDraft);
  }

  /**
   * Reads an event whose parts the client sent separately, under the same rules. Error pointers
   * name the fields of {@code POST /events}; errors in the payload's own text have the pointer
   * {@code ""}.
   *
   * @param payload JSON
   */
  public static Parsed<EventDraft> draft(EventParts parts, byte[] payload) {
    return JsonDocument.object(
        payload,
        (text, parser) ->
            new EventFields(EventFields.Form.DRAFT, text, parser).readParts(parts).toDraft());
  }

  /**
   * Reads the body of {@code POST /events/batch}: one result for each item, in the order sent.
   * Error pointers begin at the document.
   */
  public static Parsed<List<Parsed<EventDraft>>> batch(byte[] body) {
    return JsonDocument.object(body, EventReader::readBatch);
  }

  /**
   * Reads the value of a Kafka record.
   *
   * @param value null is an error
   * @param recordTimestamp replaces a missing timestamp, unix milliseconds
   */
  public static Parsed<Event> event(byte @Nullable [] value, long recordTimestamp) {
    if (value == null) {
      return Parsed.invalid("", "must not be null");
    }
    return JsonDocument.object(
        value,
        (text, parser) ->
            new EventFields(EventFields.Form.RECORD, text, parser).read().toEvent(recordTimestamp));
  }

  private static Parsed<EventDraft> readDraft(byte[] text, JsonParser parser) throws IOException {
    return new EventFields(EventFields.Form.DRAFT, text, parser).read().toDraft();
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
        return Parsed.invalid(EVENTS, EventFields.TWICE);
      } else if (value != JsonToken.START_ARRAY) {
        return Parsed.invalid(EVENTS, "must be an array");
      } else {
        items = JsonItems.read(parser, EVENTS, () -> readDraft(text, parser));
        if (items.size() > EventRules.MAX_BATCH) {
          break;
        }
      }
    }
    return items == null
        ? Parsed.invalid(EVENTS, EventFields.MISSING)
        : JsonItems.batch(EVENTS, items);
  }
}
