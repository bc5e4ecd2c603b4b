package io.eventpipeline.local.command;

import java.util.List;

/**
 * What the demo sends. Each telling has users of its own, so that it meets nothing of an earlier
 * one.
 */
record Story(List<Line> opening, List<Line> late) {
  /**
   * One event.
   *
   * @param type one that a handler takes
   * @param more further members of the payload, as JSON that begins with a comma, or empty
   */
  record Line(String id, String user, int seq, String type, String more, String note) {
    String body() {
      return "{\"eventId\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"seq\":%d%s}}"
          .formatted(id, user, type, seq, more);
    }
  }

  /**
   * @param telling tells one telling from another; letters and digits
   */
  static Story tell(String telling, String type) {
    return new Story(
        List.of(
            line("ann", 3, telling, type, "", "third, sent first"),
            line("ann", 1, telling, type, "", "first, sent second"),
            line("ann", 2, telling, type, "", "second, sent last"),
            line("ann", 2, telling, type, "", "the same eventId again"),
            line("bob", 1, telling, type, ",\"fail\":true", "its handler fails each time"),
            line("bob", 2, telling, type, "", "waits for bob's first"),
            line("cyd", 1, telling, type, "", "in order"),
            line("cyd", 3, telling, type, "", "waits for 2, which does not come")),
        List.of(line("cyd", 2, telling, type, "", "comes after the gap was given up")));
  }

  private static Line line(
      String name, int seq, String telling, String type, String more, String note) {
    String user = name + "-" + telling;
    return new Line(user + "-" + seq, user, seq, type, more, note);
  }
}
