package io.eventpipeline.admin.deadletter;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters, the newest first.
 *
 * @param next where the next page begins; null at the end of the queue
 * @param looked entries that were looked at for this page
 * @param all entries of the queue
 */
public record DeadLetterPage(
    List<DeadLetter> letters, @Nullable Cursor next, long looked, long all) {
  public DeadLetterPage {
    letters = List.copyOf(letters);
  }

  /**
   * A place in the queue that others may change meanwhile.
   *
   * @param id the last entry that was looked at
   * @param near where it stood, from the head; used if it is gone. Negative = not known: then the
   *     list begins with the newest
   */
  public record Cursor(String id, long near) {
    private static final Pattern TEXT = Pattern.compile("(?:(\\d{1,15})~)?(.+)");

    /** Reads {@link #toString}, or an id alone; null if the text is empty. */
    public static @Nullable Cursor of(String text) {
      Matcher parts = TEXT.matcher(text);
      if (!parts.matches()) {
        return null;
      }
      String near = parts.group(1);
      return new Cursor(parts.group(2), near == null ? -1 : Long.parseLong(near));
    }

    /** For an address. */
    @Override
    public String toString() {
      return near < 0 ? id : near + "~" + id;
    }
  }
}
