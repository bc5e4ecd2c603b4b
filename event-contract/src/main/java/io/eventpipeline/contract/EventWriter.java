package io.eventpipeline.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** Writes the values of Kafka records. Threads: any. */
public final class EventWriter {
  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] USER_ID = ascii("\",\"userId\":\"");
  private static final byte[] TYPE = ascii("\",\"type\":\"");
  private static final byte[] PAYLOAD = ascii("\",\"payload\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");

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
    byte[] time = ascii(Long.toString(timestamp));
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
                + TIMESTAMP.length
                + time.length
                + 1];
    int at = put(json, 0, ID);
    at = put(json, at, idText);
    at = put(json, at, USER_ID);
    at = put(json, at, userId);
    at = put(json, at, TYPE);
    at = put(json, at, type);
    at = put(json, at, PAYLOAD);
    draft.payload().copyTo(json, at);
    at = put(json, at + draft.payload().length(), TIMESTAMP);
    at = put(json, at, time);
    json[at] = '}';
    return json;
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
