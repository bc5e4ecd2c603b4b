package io.eventpipeline.contract.forms;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonSlice;
import io.eventpipeline.contract.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent as a client sent it. {@code id} becomes the event id, {@code partitionkey} (else
 * {@code subject}) the user, {@code type} the type, {@code sequence} the seq, {@code time} the
 * event's time, data the payload. The other attributes are dropped.
 *
 * @param attributes by name
 * @param data empty if there is none; the payload is then empty too
 */
public record CloudEvent(Map<String, String> attributes, byte[] data) {
  static final String SPEC_VERSION = "specversion";
  private static final String TIME = "time";

  /** The attributes that must be text. */
  public static final Set<String> ATTRIBUTES =
      Set.of(
          SPEC_VERSION,
          "id",
          "source",
          "type",
          "subject",
          "partitionkey",
          "sequence",
          "datacontenttype",
          "dataschema",
          TIME);

  private static final String VERSION = "1.0";
  private static final byte[] NO_DATA = {'{', '}'};

  /** Longest sequence, in characters. Some senders pad it with zeros to sort it as text. */
  private static final int MAX_SEQUENCE_LENGTH = 32;

  /** Pointers into the event, and the attributes of the CloudEvent they come from. */
  private static final Map<String, String> POINTERS = Map.of("/eventId", "/id", "", "/data");

  /** Whether there is data of an unsupported type. */
  public boolean hasOtherThanJson() {
    String mediaType = attributes.getOrDefault("datacontenttype", "application/json");
    return data.length > 0 && !JsonMediaType.isJson(mediaType);
  }

  /** Converts to an event; errors point to the attributes. */
  public Parsed<EventDraft> toDraft() {
    List<FieldError> errors = new ArrayList<>(0);
    if (!VERSION.equals(attributes.get(SPEC_VERSION))) {
      errors.add(new FieldError("/" + SPEC_VERSION, "must be \"" + VERSION + "\""));
    }
    require("id", errors);
    require("source", errors);
    if (hasOtherThanJson()) {
      errors.add(new FieldError("/datacontenttype", "must be JSON"));
    }
    long seq = seq(errors);
    Long time = time(errors);
    Parsed<EventDraft> parsed = withSeq(draft(data.length == 0 ? NO_DATA : data, time), seq);
    return switch (parsed) {
      case Parsed.Invalid<EventDraft>(List<FieldError> more, String id) -> {
        more.forEach(error -> errors.add(ofAttribute(error)));
        yield new Parsed.Invalid<>(errors, id);
      }
      case Parsed.Valid<EventDraft>(EventDraft draft) ->
          errors.isEmpty() ? parsed : new Parsed.Invalid<>(errors, draft.eventId());
    };
  }

  private void require(String attribute, List<FieldError> errors) {
    if (attributes.getOrDefault(attribute, "").isEmpty()) {
      errors.add(new FieldError("/" + attribute, "is required"));
    }
  }

  private Parsed<EventDraft> draft(byte[] payload, @Nullable Long time) {
    String id = attributes.get("id");
    String key = attributes.get("partitionkey");
    String user = key == null ? attributes.get("subject") : key;
    EventParts parts =
        new EventParts(
            id != null && id.isEmpty() ? null : id, user, attributes.get("type"), time, false);
    return EventReader.draft(parts, payload);
  }

  /** Puts the seq into the payload, where the consumer reads it. */
  private Parsed<EventDraft> withSeq(Parsed<EventDraft> parsed, long seq) {
    if (seq == Event.NO_SEQ || !(parsed instanceof Parsed.Valid<EventDraft>(EventDraft draft))) {
      return parsed;
    }
    if (draft.seq() == Event.NO_SEQ) {
      return draft(withSeq(draft.payload(), seq), draft.ts());
    }
    return draft.seq() == seq
        ? parsed
        : new Parsed.Invalid<>(
            List.of(new FieldError("/sequence", "must equal the seq in data")), draft.eventId());
  }

  private static byte[] withSeq(JsonSlice payload, long seq) {
    String members = payload.toString().substring(1).stripLeading();
    String comma = members.equals("}") ? "" : ",";
    return ("{\"seq\":" + seq + comma + members).getBytes(StandardCharsets.UTF_8);
  }

  private long seq(List<FieldError> errors) {
    String text = attributes.get("sequence");
    if (text == null) {
      return Event.NO_SEQ;
    }
    boolean digits = !text.isEmpty() && text.length() <= MAX_SEQUENCE_LENGTH;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    String number = digits ? text.replaceFirst("^0+", "") : "";
    long seq = number.isEmpty() || number.length() > 16 ? Event.NO_SEQ : Long.parseLong(number);
    if (seq == Event.NO_SEQ || seq > EventRules.MAX_SEQ) {
      errors.add(new FieldError("/sequence", "must be an integer from 1 to " + EventRules.MAX_SEQ));
      return Event.NO_SEQ;
    }
    return seq;
  }

  private @Nullable Long time(List<FieldError> errors) {
    String text = attributes.get(TIME);
    Long time = text == null ? null : EventTime.parse(text);
    if (text != null && time == null) {
      errors.add(new FieldError("/" + TIME, "must be ISO-8601 with offset"));
    }
    return time;
  }

  private FieldError ofAttribute(FieldError error) {
    if (error.pointer().equals("/userId")) {
      return ofUser(error.detail());
    }
    String pointer = POINTERS.get(error.pointer());
    return new FieldError(
        pointer == null ? error.pointer().replaceFirst("^/payload", "/data") : pointer,
        error.detail());
  }

  private FieldError ofUser(String detail) {
    boolean isSubject =
        attributes.containsKey("subject") && !attributes.containsKey("partitionkey");
    return isSubject
        ? new FieldError("/subject", detail)
        : new FieldError(
            "/partitionkey", detail.equals("is required") ? "or subject is required" : detail);
  }
}
