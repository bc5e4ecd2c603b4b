package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.SearchState;
import io.eventpipeline.admin.page.UtcTime;
import java.util.List;
import java.util.Locale;

/**
 * What a search by user has found.
 *
 * @param everywhere whether all partitions are searched
 */
public record FoundEvents(
    String userId, boolean everywhere, SearchState search, List<EventRow> rows) {
  public FoundEvents {
    rows = List.copyOf(rows);
  }

  /** A sentence that says how far the search is. */
  public String progress() {
    String looked = String.format(Locale.ROOT, "%,d", search.looked());
    String of = String.format(Locale.ROOT, "%,d", search.of());
    return switch (search.end()) {
      case RUNNING -> "Searching: looked at " + looked + " of " + of + " records" + backTo() + ".";
      case FOUND -> rows.size() + " newest events" + backTo() + ".";
      case TIME -> "Searched" + backTo() + ": looked at " + looked + " of " + of + " records.";
      case BEGINNING ->
          "Searched to the beginning of the log"
              + (search.olderGone() ? ". Older records have just left Kafka" : "")
              + ": looked at "
              + looked
              + " records.";
      case REPLACED -> "Stopped" + backTo() + ", because newer searches took its place.";
      case AWAY -> "Kafka does not answer. Searched" + backTo() + ".";
    };
  }

  private String backTo() {
    return search.backTo() == 0 ? "" : " back to " + UtcTime.dayAndClock(search.backTo()) + " UTC";
  }

  /** Whether the search can go on further back. */
  public boolean hasMore() {
    return !search.isRunning() && !search.before().isEmpty();
  }

  /** Path of the page that goes on further back. */
  public String morePath() {
    return path(userId, everywhere, search.before());
  }

  /** Path of the same search in all partitions. */
  public String everywherePath() {
    return path(userId, true, "");
  }

  static String path(String userId, boolean everywhere, String before) {
    return EventRow.userPath(userId)
        + (everywhere ? "&all=1" : "")
        + (before.isEmpty() ? "" : "&before=" + EventRow.encoded(before));
  }
}
