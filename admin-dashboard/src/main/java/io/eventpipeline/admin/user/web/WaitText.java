package io.eventpipeline.admin.user.web;

import io.eventpipeline.admin.page.UtcTime;
import io.eventpipeline.admin.user.WaitingUser;
import java.util.Map;

/**
 * Says in words what a user waits for.
 *
 * @param now unix milliseconds
 */
record WaitText(long now) {
  String of(WaitingUser user) {
    Map<String, String> fields = user.fields();
    return switch (user.why()) {
      case "paused" -> "paused, ends" + until(user);
      case "handler" ->
          "attempt "
              + fields.getOrDefault("attempt", "?")
              + " of "
              + event(fields)
              + ": its handler runs since "
              + UtcTime.text(fields.getOrDefault("started", ""))
              + ("true".equals(fields.get("interrupted")) ? ", over its timeout" : "");
      case "retry" ->
          "attempt "
              + fields.getOrDefault("attempt", "?")
              + " of "
              + fields.getOrDefault("of", "?")
              + " of "
              + event(fields)
              + " failed"
              + because(fields)
              + "; the next one is due"
              + until(user);
      case "unavailable" ->
          "what the handler of "
              + event(fields)
              + " needs is away"
              + because(fields)
              + "; asked again"
              + until(user);
      case "quarantine" ->
          event(fields) + " waits for its turn among events that were cut off by crashes";
      case "lease" ->
          event(fields)
              + " is held by another consumer: "
              + fields.getOrDefault("heldBy", "not known");
      case "gap" ->
          "waiting for seq "
              + fields.getOrDefault("seq", "?")
              + ", the lowest one that is there is "
              + fields.getOrDefault("lowest", "?")
              + "; the gap ends"
              + until(user);
      case "outbox" -> "the key of the outbox holds no stream; rename that key";
      case "redis" -> "an answer of Redis is missing";
      default -> user.why();
    };
  }

  private String until(WaitingUser user) {
    long until = user.until();
    if (until == 0) {
      return "";
    }
    return until <= now
        ? " now"
        : " in " + UtcTime.length(until - now) + ", at " + UtcTime.text(until);
  }

  private static String event(Map<String, String> fields) {
    return fields.getOrDefault("event", "an event");
  }

  private static String because(Map<String, String> fields) {
    String error = fields.getOrDefault("errorClass", "");
    return error.isEmpty() ? "" : " with " + error;
  }
}
