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
   * @param more further members of the payload, as JSON that begins with a comma, or empty
   */
  record Line(String id, String user, int seq, String more, String note) {
    String body() {
      return "{\"eventId\":\"%s\",\"userId\":\"%s\",\"type\":\"demo\",\"payload\":{\"seq\":%d%s}}"
          .formatted(id, user, seq, more);
    }
  }

  /**
   * @param telling tells one telling from another; letters and digits
   */
  static Story tell(String telling) {
    return new Story(
        List.of(
            line("ann", 3, telling, "", "third, sent first"),
            line("ann", 1, telling, "", "first, sent second"),
            line("ann", 2, telling, "", "second, sent last"),
            line("ann", 2, telling, "", "the same eventId again"),
            line("bob", 1, telling, ",\"fail\":true", "its handler fails each time"),
            line("bob", 2, telling, "", "waits for bob's first"),
            line("cyd", 1, telling, "", "in order"),
            line("cyd", 3, telling, "", "waits for 2, which does not come")),
        List.of(line("cyd", 2, telling, "", "comes after the gap was given up")));
  }

  private static Line line(String name, int seq, String telling, String more, String note) {
    String user = name + "-" + telling;
    return new Line(user + "-" + seq, user, seq, more, note);
  }
}
