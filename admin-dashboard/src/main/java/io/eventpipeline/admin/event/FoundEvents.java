package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.SearchState;
import io.eventpipeline.admin.page.Links;
import io.eventpipeline.admin.page.UtcTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
      case AWAY ->
          "Kafka, or a part of it, does not answer"
              + (search.looked() == 0
                  ? "."
                  : ": looked at " + looked + " records" + backTo() + ".");
    };
  }

  private String backTo() {
    return search.backTo() == 0 ? "" : " back to " + UtcTime.text(search.backTo()) + " UTC";
  }

  /** Whether there is nothing, as far as was looked. */
  public boolean isNothing() {
    return rows.isEmpty() && !search.isRunning() && search.end() != SearchState.End.AWAY;
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

  private static String path(String userId, boolean everywhere, String before) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("user", userId);
    query.put("all", everywhere ? "1" : "");
    query.put("before", before);
    return Links.with("/admin/events", query);
  }
}
