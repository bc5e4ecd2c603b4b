package io.eventpipeline.admin.overview.window;

import java.util.List;

/**
 * A window as pages show it.
 *
 * @param seconds that were asked for
 */
public record WindowModel(int seconds, WindowAnswer answer) {
  /** The windows that can be chosen, in seconds. */
  public List<Integer> choice() {
    return WindowPage.CHOICE;
  }

  /** For people, such as {@code 5 min}. */
  public static String text(int seconds) {
    return seconds / 60 + " min";
  }
}
