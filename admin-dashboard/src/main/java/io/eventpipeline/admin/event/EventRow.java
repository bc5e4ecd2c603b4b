package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.LogRow;
import io.eventpipeline.admin.page.Links;
import java.util.Map;

/** A row of a list of events. */
public record EventRow(LogRow row, EventState state) {
  /** Id of the row in the page. */
  public String key() {
    return "r" + row.partition() + "-" + row.offset();
  }

  /** Path of the event's own page. */
  public String path() {
    return path(row.id());
  }

  /** Path of the page of all events of the user. */
  public String userPath() {
    return userPath(row.userId());
  }

  /** Empty if it has none. */
  public String seq() {
    return row.seq() == 0 ? "" : Long.toString(row.seq());
  }

  static String path(String id) {
    return "/admin/events/" + Links.segment(id);
  }

  static String userPath(String userId) {
    return Links.with("/admin/events", Map.of("user", userId));
  }
}
