package io.eventpipeline.admin.user;

import java.util.Map;

/**
 * A user that waits, as its partition's owner showed it at most some seconds ago.
 *
 * @param partition where its events are
 * @param fields all that the owner told: {@code why}, {@code since}, and more by reason
 */
public record WaitingUser(String userId, int partition, Map<String, String> fields) {
  public WaitingUser {
    fields = Map.copyOf(fields);
  }

  /** What it waits for, such as {@code gap} or {@code retry}. */
  public String why() {
    return fields.getOrDefault("why", "unknown");
  }

  /** Since when, unix milliseconds; 0 if nobody said. */
  public long since() {
    return time("since");
  }

  /** When that ends by itself, unix milliseconds; 0 if nobody can know. */
  public long until() {
    long until = time("until");
    return until != 0 ? until : Math.max(time("due"), time("ends"));
  }

  private long time(String name) {
    String text = fields.getOrDefault(name, "0");
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
