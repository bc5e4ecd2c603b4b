package io.eventpipeline.admin.page;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The figures at the top of every page. Null means that nobody knows now.
 *
 * @param waiting events in Kafka that are not final, those that are processed included
 * @param processing events that consumers have read and that are not final
 * @param pushWaiting notifications that are not sent, those that are tried again included
 * @param consumers processes that run handlers
 */
public record Strip(
    @Nullable Long waiting,
    @Nullable Long processing,
    @Nullable Long pushWaiting,
    @Nullable Long deadLetters,
    @Nullable Long consumers) {
  /** A figure for people, with a comma at each thousand. */
  public static String text(@Nullable Long figure) {
    return figure == null ? "not known" : String.format(Locale.ROOT, "%,d", figure);
  }

  /** True if the word after a figure is in the singular. */
  public static boolean isOne(@Nullable Long figure) {
    return figure != null && figure == 1;
  }

  /** True if events wait and nobody works on them. */
  public boolean isStanding() {
    return consumers != null && consumers == 0;
  }
}
