package io.eventpipeline.admin.push;

import java.util.Map;

/**
 * A notification that was given up.
 *
 * @param entry its id in the stream of dead ones
 * @param id {@code {eventId}#{n}}; of an unreadable one {@code malformed~…}
 * @param payload its JSON, or whatever stood there
 * @param attempts that failed
 * @param queuedAt unix milliseconds; 0 = unknown
 * @param failedAt unix milliseconds; 0 = unknown
 */
public record DeadPush(
    String entry,
    String id,
    String payload,
    String error,
    String attempts,
    long queuedAt,
    long failedAt) {

  static DeadPush of(String entry, Map<String, String> fields) {
    return new DeadPush(
        entry,
        fields.getOrDefault("id", ""),
        fields.getOrDefault("payload", ""),
        fields.getOrDefault("error", ""),
        fields.getOrDefault("attempts", ""),
        number(fields.getOrDefault("queuedAt", "")),
        number(fields.getOrDefault("failedAt", "")));
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** The event that it tells of; empty if nobody knows. */
  public String eventId() {
    int end = id.lastIndexOf('#');
    return end < 1 ? "" : id.substring(0, end);
  }
}
