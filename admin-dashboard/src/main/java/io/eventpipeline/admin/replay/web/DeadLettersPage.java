package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.deadletter.DeadLetterCounts;
import io.eventpipeline.admin.deadletter.DeadLetterList;
import io.eventpipeline.admin.deadletter.DeadLetterPage;
import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.replay.ReplaySettings;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the list of dead letters. Threads: any; they wait for Redis. */
@Singleton
final class DeadLettersPage implements LiveView {
  static final String PATH = "/admin/dead-letters";
  private static final int ROWS = 20;

  private final DeadLetterList list;
  private final DeadLetterCounts counts;
  private final Pages pages;
  private final int rate;

  DeadLettersPage(
      DeadLetterList list, DeadLetterCounts counts, Pages pages, ReplaySettings settings) {
    this.list = list;
    this.counts = counts;
    this.pages = pages;
    this.rate = settings.rate();
  }

  /**
   * What the page shows.
   *
   * @param after parameter of the address; empty begins with the newest
   */
  DeadLettersModel model(FilterForm filter, String after) {
    return new DeadLettersModel(
        filter, counts.now(), page(filter, after), rate, SystemTime.unixMillis());
  }

  private @Nullable DeadLetterPage page(FilterForm filter, String after) {
    try {
      return list.page(filter.filter(), DeadLetterPage.Cursor.of(after), ROWS);
    } catch (RedisException away) {
      return null;
    }
  }

  @Override
  public String name() {
    return "dead-letters";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    DeadLettersModel model = model(FilterForm.of(query::get), query.get("after"));
    return List.of(
        new LivePart("counts", pages.render("deadletter/counts", Map.of("model", model))),
        new LivePart("rows", pages.render("deadletter/rows", Map.of("model", model))));
  }
}
