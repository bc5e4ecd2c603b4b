package io.eventpipeline.admin.push;

/**
 * A notification that waits for another attempt.
 *
 * @param id {@code {eventId}#{n}}
 * @param attempts that failed so far
 * @param dueAt unix milliseconds
 */
public record PushRetry(String id, String attempts, long dueAt) {
  /**
   * Reads an entry.
   *
   * @param text {@code attempt|id|json}; one of another form is its own id
   */
  static PushRetry of(String text, long dueAt) {
    String[] parts = text.split("\\|", 3);
    return parts.length == 3
        ? new PushRetry(parts[1], parts[0], dueAt)
        : new PushRetry(text, "", dueAt);
  }
}
