package io.eventpipeline.admin.event;

import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What changes by itself on the page of one event. */
@Singleton
final class EventView implements LiveView {
  private final Pages pages;
  private final EventDetails details;

  EventView(Pages pages, EventDetails details) {
    this.pages = pages;
    this.details = details;
  }

  @Override
  public String name() {
    return "event";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    String id = query.get("id");
    if (id.isEmpty()) {
      return List.of();
    }
    Map<String, Object> parameters =
        Map.of("event", details.watch(id), "operator", query.operator());
    return List.of(new LivePart("event", pages.render("event/detail", parameters)));
  }
}
