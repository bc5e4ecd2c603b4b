package io.eventpipeline.admin.skipped.web;

import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.skipped.SkippedEvents;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Makes the page of skipped events. Threads: any; they wait for Redis. */
@Singleton
final class SkippedView implements LiveView {
  static final String PATH = "/admin/skipped";
  static final String LINE = "\\d{1,18}-\\d{1,18}";
  private static final int ROWS = 20;

  private final SkippedEvents events;
  private final Pages pages;

  SkippedView(SkippedEvents events, Pages pages) {
    this.events = events;
    this.pages = pages;
  }

  /**
   * What the page shows.
   *
   * @param after parameter of the address; anything but a line begins with the newest
   */
  SkippedModel model(String after, String user, String message) {
    try {
      String line = after.matches(LINE) ? after : "";
      return new SkippedModel(user, events.page(line, user, ROWS), message);
    } catch (RedisException away) {
      return new SkippedModel(user, null, message);
    }
  }

  @Override
  public String name() {
    return "skipped";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    SkippedModel model = model(query.get("after"), query.get("user"), "");
    return List.of(
        new LivePart(
            "skipped",
            pages.render(
                "skipped/rows",
                Map.of("model", model, "operator", query.operator(), "csrf", ""))));
  }
}
