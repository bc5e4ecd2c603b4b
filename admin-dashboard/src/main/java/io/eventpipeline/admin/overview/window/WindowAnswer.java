package io.eventpipeline.admin.overview.window;

import java.util.List;

/** What is known of a window. */
public sealed interface WindowAnswer {
  /**
   * The figures.
   *
   * @param seconds of the window
   * @param users different users of the reference table
   * @param unknown events of users that are not in the table
   * @param charts one for each attribute
   */
  record Known(
      int seconds, double eventsPerSecond, long users, long unknown, List<WindowChart> charts)
      implements WindowAnswer {
    public Known {
      charts = List.copyOf(charts);
    }
  }

  /** Nobody has answered yet. */
  record Asking() implements WindowAnswer {}

  /**
   * The query service does not answer, or refuses.
   *
   * @param why for the reader
   */
  record Away(String why) implements WindowAnswer {}
}
