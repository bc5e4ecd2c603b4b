package io.eventpipeline.push.note;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notification as it stands in the outbox.
 *
 * @param attempt failed attempts so far
 * @param id {@code {eventId}#{n}}
 * @param type of the event
 * @param body null if there is only a title
 * @param data for the app
 * @param topic who gets it if the user has no device; null: nobody
 * @param expiresAt unix milliseconds after which nobody wants it; null: never
 * @param to the tokens that are left after others got it; null before that
 * @param queuedAt unix milliseconds of its first entry; null in its first entry
 */
public record Notification(
    int attempt,
    String id,
    String eventId,
    String userId,
    String type,
    String title,
    @Nullable String body,
    Map<String, String> data,
    @Nullable String topic,
    @Nullable Long expiresAt,
    @Nullable List<String> to,
    @Nullable Long queuedAt) {
  public Notification {
    data = Map.copyOf(data);
    to = to == null ? null : List.copyOf(to);
  }

  /** The same notification for its next entry. */
  public Notification next(int failedAttempts, @Nullable List<String> tokensLeft, long firstAt) {
    return new Notification(
        failedAttempts,
        id,
        eventId,
        userId,
        type,
        title,
        body,
        data,
        topic,
        expiresAt,
        tokensLeft,
        queuedAt == null ? (Long) firstAt : queuedAt);
  }

  /** Neither text nor token, because these must not get into logs. */
  @Override
  public String toString() {
    return "Notification[" + id + ", attempt " + attempt + "]";
  }
}
