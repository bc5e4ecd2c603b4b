package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.overview.window.WindowPage;
import io.eventpipeline.admin.page.LivePart;
import io.eventpipeline.admin.page.LiveQuery;
import io.eventpipeline.admin.page.LiveView;
import io.eventpipeline.admin.page.Pages;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** What changes by itself on the overview. */
@Singleton
final class OverviewView implements LiveView {
  private final Pages pages;
  private final OverviewFigures figures;
  private final WindowPage window;

  OverviewView(Pages pages, OverviewFigures figures, WindowPage window) {
    this.pages = pages;
    this.figures = figures;
    this.window = window;
  }

  @Override
  public String name() {
    return "overview";
  }

  @Override
  public List<LivePart> parts(LiveQuery query) {
    Map<String, Object> model = Map.of("model", figures.page());
    return List.of(
        new LivePart("overview", pages.render("overview/now", model)),
        new LivePart("hour", pages.render("overview/hour", model)),
        window.part(WindowPage.seconds(query.get("window"))));
  }
}
