package io.eventpipeline.push.send;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message to one recipient.
 *
 * @param noteId the notification's id; the same on each repetition, so that a device shows it once
 * @param body null if there is only a title
 * @param data for the app; holds at least {@code eventId}
 */
public record PushMessage(
    String noteId, Recipient to, String title, @Nullable String body, Map<String, String> data) {
  public PushMessage {
    data = Map.copyOf(data);
  }

  /** Neither text nor token, because these must not get into logs. */
  @Override
  public String toString() {
    return "PushMessage[" + noteId + "]";
  }
}
