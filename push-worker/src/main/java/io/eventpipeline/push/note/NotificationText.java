package io.eventpipeline.push.note;

import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.Parsed;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of an entry: {@code attempt|id|json}. */
public final class NotificationText {
  private static final int MOST_DIGITS = 4;
  private static final int LONGEST_ID = 160;

  private NotificationText() {}

  /** An entry's text in its parts. */
  private record Parts(int attempt, String id, String json) {}

  /** Reads the text. Errors name a field, and quote nothing. */
  public static Parsed<Notification> read(String text) {
    Parts parts = split(text);
    return parts == null
        ? Parsed.invalid("", "must be attempt|id|json")
        : JsonDocument.object(
            parts.json().getBytes(StandardCharsets.UTF_8),
            (bytes, parser) ->
                new NotificationReader(bytes, parser).read(parts.attempt(), parts.id()));
  }

  /** The id of a text that may be malformed; {@code fallback} if it has none. */
  public static String idOf(String text, String fallback) {
    Parts parts = split(text);
    return parts == null ? fallback : parts.id();
  }

  /** What {@link #read} reads. */
  public static String write(Notification note) {
    return note.attempt() + "|" + note.id() + "|" + NotificationWriter.json(note);
  }

  /** The JSON alone, as a dead letter keeps it. */
  public static String json(Notification note) {
    return NotificationWriter.json(note);
  }

  /** All errors in one line. */
  public static String line(Parsed.Invalid<Notification> invalid) {
    return FieldError.line(invalid.errors());
  }

  private static @Nullable Parts split(String text) {
    int first = text.indexOf('|');
    int second = text.indexOf('|', first + 1);
    if (first < 1 || first > MOST_DIGITS || second < first + 2 || second - first > LONGEST_ID) {
      return null;
    }
    String attempt = text.substring(0, first);
    return attempt.chars().allMatch(c -> c >= '0' && c <= '9')
        ? new Parts(
            Integer.parseInt(attempt),
            text.substring(first + 1, second),
            text.substring(second + 1))
        : null;
  }
}
