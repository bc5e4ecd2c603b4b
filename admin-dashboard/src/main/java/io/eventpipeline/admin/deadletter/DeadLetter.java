package io.eventpipeline.admin.deadletter;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the dead-letter queue, as it was when it was read.
 *
 * @param id of the event; of a record that is no event it begins with {@code poison~}
 * @param fields the hash {@code dlq:{id}}
 */
public record DeadLetter(String id, Map<String, String> fields) {
  private static final String POISON = "poison~";

  /** Whether an id is that of a record that holds no valid event. */
  public static boolean isPoison(String id) {
    return id.startsWith(POISON);
  }

  /** Whether its record holds no valid event. Then it has no user and cannot be replayed. */
  public boolean isPoison() {
    return isPoison(id);
  }

  /** A field of the hash; empty if it is absent. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  public String userId() {
    return field("userId");
  }

  public String type() {
    return field("type");
  }

  public String topic() {
    return field("topic");
  }

  public String error() {
    return field("error");
  }

  public String errorClass() {
    return field("errorClass");
  }

  /** The token of the replay that may run it; null if there is none. */
  public @Nullable String replayToken() {
    return fields.get("replayToken");
  }

  /** The timestamp of its first record, unix milliseconds; null in entries of older versions. */
  public @Nullable String recordTimestamp() {
    return fields.get("recordTimestamp");
  }

  /** The value of the record that failed last. */
  public byte[] record() {
    return "base64".equals(field("encoding"))
        ? Base64.getDecoder().decode(field("payload"))
        : field("payload").getBytes(StandardCharsets.UTF_8);
  }

  /** Its record for people; what is no UTF-8 is replaced. */
  public String recordText() {
    return new String(record(), StandardCharsets.UTF_8);
  }

  /** The event in its record; its errors if that holds none. */
  public Parsed<Event> event() {
    return EventReader.event(record(), timestamp());
  }

  /** Stands in for a missing time of the event, unix milliseconds. */
  public long timestamp() {
    String known = recordTimestamp();
    return Long.parseLong(known != null ? known : fields.getOrDefault("queuedAt", "0"));
  }
}
