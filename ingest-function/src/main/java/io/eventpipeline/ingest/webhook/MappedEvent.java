package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonSlice;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventParts;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds the event of one webhook, and collects its errors. For one request, on one thread. */
final class MappedEvent {
  private static final Pattern SEQ = Pattern.compile("[1-9][0-9]{0,15}");
  private static final Expression.Value NONE = new Expression.Value("", "", false);

  private final EventMapping mapping;
  private final Map<JsonPath, JsonFind> body;
  private final RequestHeaders headers;
  private final List<FieldError> errors = new ArrayList<>();

  MappedEvent(EventMapping mapping, Map<JsonPath, JsonFind> body, RequestHeaders headers) {
    this.mapping = mapping;
    this.body = body;
    this.headers = headers;
  }

  Parsed<EventDraft> draft() {
    Expression.Value id = value(mapping.eventId());
    Expression.Value user = value(mapping.user());
    Expression.Value type = value(mapping.type());
    Long ts = time();
    JsonPath payloadPath = payloadPath();
    byte[] payload = payloadPath == null ? new byte[0] : payload(payloadPath);
    if (!errors.isEmpty()) {
      return new Parsed.Invalid<>(errors, null);
    }
    boolean unordered = mapping.seq() == null;
    String eventId = mapping.ids().of(id.text());
    EventParts parts = new EventParts(eventId, user.text(), type.text(), ts, unordered);
    String pointer = payloadPath == null ? "" : payloadPath.pointer();
    return inBody(EventReader.draft(parts, payload), user, type, pointer);
  }

  /** The errors get pointers into the body. */
  private static Parsed<EventDraft> inBody(
      Parsed<EventDraft> draft, Expression.Value user, Expression.Value type, String payload) {
    if (!(draft instanceof Parsed.Invalid<EventDraft>(List<FieldError> wrong, String id))) {
      return draft;
    }
    List<FieldError> moved = new ArrayList<>();
    for (FieldError error : wrong) {
      moved.add(
          switch (error.pointer()) {
            case "/userId" -> new FieldError(user.pointer(), "the user " + error.detail());
            case "/type" -> new FieldError(type.pointer(), "the type " + error.detail());
            case String pointer when pointer.startsWith("/payload") ->
                new FieldError(payload + pointer.substring("/payload".length()), error.detail());
            default -> error.under(payload);
          });
    }
    return new Parsed.Invalid<>(moved, id);
  }

  private Expression.Value value(Expression expression) {
    return switch (expression.evaluate(body, headers)) {
      case Expression.Value value -> value;
      case Expression.Failed(FieldError error) -> {
        errors.add(error);
        yield NONE;
      }
    };
  }

  private @Nullable Long time() {
    if (mapping.time() == null) {
      return null;
    }
    Expression.Value time = value(mapping.time());
    Long millis = WebhookTime.millis(time.text());
    if (millis == null && !time.equals(NONE)) {
      errors.add(
          new FieldError(time.pointer(), "must be a time: ISO 8601 with offset, or unix time"));
    }
    return millis;
  }

  /** The first path that leads to a value; null, and an error, if that is no object. */
  private @Nullable JsonPath payloadPath() {
    List<JsonPath> paths = mapping.payload().paths().toList();
    for (JsonPath path : paths) {
      JsonFind find = body.get(path);
      if (find instanceof JsonFind.Other(JsonSlice object) && object != null) {
        return path;
      }
      if (find != null && !(find instanceof JsonFind.Nothing)) {
        String detail =
            find instanceof JsonFind.Twice ? "must not occur twice" : "must be an object";
        errors.add(new FieldError(path.pointer(), detail));
        return null;
      }
    }
    errors.add(new FieldError(paths.getFirst().pointer(), "is required"));
    return null;
  }

  private byte[] payload(JsonPath path) {
    byte[] object =
        body.get(path) instanceof JsonFind.Other(JsonSlice json) && json != null
            ? json.toBytes()
            : new byte[0];
    if (mapping.seq() == null) {
      return object;
    }
    Expression.Value seq = value(mapping.seq());
    if (!seq.equals(NONE) && !isSeq(seq.text())) {
      errors.add(
          new FieldError(seq.pointer(), "must be an integer from 1 to " + EventRules.MAX_SEQ));
    }
    return errors.isEmpty() ? withSeq(object, seq.text(), path.member(EventMapping.SEQ)) : object;
  }

  private static boolean isSeq(String text) {
    return SEQ.matcher(text).matches() && Long.parseLong(text) <= EventRules.MAX_SEQ;
  }

  private byte[] withSeq(byte[] object, String seq, JsonPath place) {
    return switch (body.get(place)) {
      case null -> withSeq(object, seq);
      case JsonFind.Whole(String same) when same.equals(seq) -> object;
      default -> {
        errors.add(new FieldError(place.pointer(), "must be absent or equal the mapped seq"));
        yield object;
      }
    };
  }

  private static byte[] withSeq(byte[] object, String seq) {
    String rest = new String(object, StandardCharsets.UTF_8).substring(1);
    String comma = rest.strip().equals("}") ? "" : ",";
    return ("{\"seq\":" + seq + comma + rest).getBytes(StandardCharsets.UTF_8);
  }
}
