package io.eventpipeline.admin.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. All that is not null must fit.
 *
 * @param errorClass the whole name, or what follows one of its dots; null = any
 * @param type of the event, exact; null = any
 * @param userId exact; null = any
 * @param from failed at this time or later, unix milliseconds; null = any
 * @param to failed before this time, unix milliseconds; null = any
 * @param attempts the fewest handler runs; 0 = any
 */
public record DeadLetterFilter(
    @Nullable String errorClass,
    @Nullable String type,
    @Nullable String userId,
    @Nullable Long from,
    @Nullable Long to,
    long attempts) {
  /** All that a filter looks at, in the order of the reads. */
  static final String[] FIELDS = {"errorClass", "type", "userId", "queuedAt", "attempts"};

  /** Whether an entry with these fields is meant. */
  public boolean matches(Map<String, String> entry) {
    long failedAt = number(entry.get("queuedAt"));
    return fitsClass(entry.get("errorClass"))
        && fits(type, entry.get("type"))
        && fits(userId, entry.get("userId"))
        && (from == null || failedAt >= from)
        && (to == null || failedAt < to)
        && number(entry.get("attempts")) >= attempts;
  }

  private boolean fitsClass(@Nullable String found) {
    return fits(errorClass, found) || (found != null && found.endsWith("." + errorClass));
  }

  private static boolean fits(@Nullable String wanted, @Nullable String found) {
    return wanted == null || wanted.equals(found);
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  /** For people and for the audit, such as {@code class=X type=Y}; {@code all} if it is empty. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    add(parts, "class", errorClass);
    add(parts, "type", type);
    add(parts, "user", userId);
    add(parts, "from", from);
    add(parts, "to", to);
    add(parts, "attempts", attempts == 0 ? null : attempts);
    return parts.isEmpty() ? "all" : String.join(" ", parts);
  }

  private static void add(List<String> parts, String name, @Nullable Object value) {
    if (value != null) {
      parts.add(name + "=" + value);
    }
  }
}
