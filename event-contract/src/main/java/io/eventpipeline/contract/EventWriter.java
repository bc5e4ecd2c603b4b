package io.eventpipeline.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** Writes the values of Kafka records. Threads: any. */
public final class EventWriter {
  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] USER_ID = ascii("\",\"userId\":\"");
  private static final byte[] TYPE = ascii("\",\"type\":\"");
  private static final byte[] PAYLOAD = ascii("\",\"payload\":");
  private static final String TIMESTAMP = ",\"timestamp\":";
  private static final String TS = ",\"ts\":";
  private static final String UNORDERED = ",\"unordered\":true";

  private EventWriter() {}

  /**
   * The JSON of an accepted event.
   *
   * @param id a legal event id
   * @param draft its own id is ignored
   * @param timestamp unix milliseconds
   */
  public static byte[] record(String id, EventDraft draft, long timestamp) {
    byte[] idText = ascii(id);
    byte[] userId = quoted(draft.userId());
    byte[] type = quoted(draft.type());
    byte[] rest = ascii(rest(draft, timestamp));
    byte[] json =
        new byte
            [ID.length
                + idText.length
                + USER_ID.length
                + userId.length
                + TYPE.length
                + type.length
                + PAYLOAD.length
                + draft.payload().length()
                + rest.length];
    int at = put(json, 0, ID);
    at = put(json, at, idText);
    at = put(json, at, USER_ID);
    at = put(json, at, userId);
    at = put(json, at, TYPE);
    at = put(json, at, type);
    at = put(json, at, PAYLOAD);
    draft.payload().copyTo(json, at);
    put(json, at + draft.payload().length(), rest);
    return json;
  }

  private static String rest(EventDraft draft, long timestamp) {
    String ts = draft.ts() == null ? "" : TS + draft.ts();
    return TIMESTAMP + timestamp + ts + (draft.unordered() ? UNORDERED : "") + "}";
  }

  private static int put(byte[] target, int at, byte[] part) {
    System.arraycopy(part, 0, target, at, part.length);
    return at + part.length;
  }

  private static byte[] quoted(String text) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
