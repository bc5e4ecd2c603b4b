package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import jakarta.inject.Singleton;
import java.util.List;

/** What changes by itself on the overview: so far, only the strip that all pages have. */
@Singleton
final class OverviewView implements LiveView {
  @Override
  public String name() {
    return "overview";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    return List.of();
  }
}
