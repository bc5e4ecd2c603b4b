package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonParser;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonItems;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.List;

/**
 * Reads events in the analytics form: {@code event_id}, {@code user_id}, {@code type}, {@code ts}
 * and an optional {@code payload}. Threads: any.
 */
final class AnalyticsForm {
  static final String EVENT_ID = "event_id";
  static final String USER_ID = "user_id";

  private AnalyticsForm() {}

  /** Whether the first character that is not white space opens an array. */
  static boolean isArray(byte[] text) {
    int i = 0;
    while (i < text.length && JsonDocument.isSpace(text[i])) {
      i++;
    }
    return i < text.length && text[i] == '[';
  }

  /**
   * Reads an array of events. Error pointers begin at the document.
   *
   * @param now the server's time, unix milliseconds
   */
  static Parsed<List<Parsed<EventDraft>>> items(byte[] body, long now) {
    return JsonDocument.array(
        body,
        (text, parser) ->
            JsonItems.batch("", JsonItems.read(parser, "", () -> read(text, parser, now))));
  }

  /** Reads one event as a list of one. */
  static Parsed<List<Parsed<EventDraft>>> alone(byte[] body, long now) {
    return JsonDocument.object(
        body, (text, parser) -> new Parsed.Valid<>(List.of(read(text, parser, now))));
  }

  private static Parsed<EventDraft> read(byte[] text, JsonParser parser, long now)
      throws IOException {
    EventFields fields = new EventFields(text, parser);
    String name = fields.members.next();
    while (name != null) {
      readField(fields, name);
      name = fields.members.next();
    }
    fields.require(EventFields.ID, EVENT_ID);
    fields.require(EventFields.USER, USER_ID);
    fields.require(EventFields.TYPE, OwnForm.TYPE);
    fields.require(EventFields.TS, OwnForm.TS);
    fields.checkTs(now, OwnForm.TS);
    return fields.toDraft();
  }

  private static void readField(EventFields fields, String name) throws IOException {
    switch (name) {
      case EVENT_ID -> fields.readId(name);
      case USER_ID -> fields.readUser(name);
      case OwnForm.TYPE -> fields.readType(name);
      case OwnForm.TS -> fields.readTs(name);
      case PayloadReader.FIELD -> fields.readPayload();
      default -> fields.members.skip();
    }
  }
}
