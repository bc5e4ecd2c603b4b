package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.Wanted;
import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What changes by itself in the list of events: the newest rows, or the progress of a search. */
@Singleton
final class EventsView implements LiveView {
  private final Pages pages;
  private final EventFeed feed;
  private final UserEvents users;

  EventsView(Pages pages, EventFeed feed, UserEvents users) {
    this.pages = pages;
    this.feed = feed;
    this.users = users;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    String user = query.get("user").strip();
    if (user.isEmpty()) {
      return List.of(
          new LivePart("events", pages.render("event/live", Map.of("live", feed.now()))));
    }
    Wanted.ByUser wanted =
        new Wanted.ByUser(user, query.get("before"), query.get("all").equals("1"));
    return List.of(
        new LivePart("events", pages.render("event/found", Map.of("found", users.watch(wanted)))));
  }
}
