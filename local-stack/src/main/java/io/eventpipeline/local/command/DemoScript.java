package io.eventpipeline.local.command;

import java.util.List;

/** The events of the demo. Each run has users of its own, so that runs do not meet. */
record DemoScript(List<DemoEvent> opening, List<DemoEvent> late) {
  /**
   * One event.
   *
   * @param type that a handler takes
   * @param more further members of the payload, as JSON that begins with a comma, or empty
   */
  record DemoEvent(String id, String user, int seq, String type, String more, String note) {
    String body() {
      return "{\"eventId\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"seq\":%d%s}}"
          .formatted(id, user, type, seq, more);
    }
  }

  /**
   * @param run distinguishes this run from others; letters and digits
   */
  static DemoScript write(String run, String type) {
    return new DemoScript(
        List.of(
            line("ann", 3, run, type, "", "third, sent first"),
            line("ann", 1, run, type, "", "first, sent second"),
            line("ann", 2, run, type, "", "second, sent last"),
            line("ann", 2, run, type, "", "the same eventId again"),
            line("bob", 1, run, type, ",\"fail\":true", "its handler fails each time"),
            line("bob", 2, run, type, "", "waits for bob's first"),
            line("cyd", 1, run, type, "", "in order"),
            line("cyd", 3, run, type, "", "waits for 2, which does not come")),
        List.of(line("cyd", 2, run, type, "", "comes after the gap was given up")));
  }

  private static DemoEvent line(
      String name, int seq, String run, String type, String more, String note) {
    String user = name + "-" + run;
    return new DemoEvent(user + "-" + seq, user, seq, type, more, note);
  }
}
