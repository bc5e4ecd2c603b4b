package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.page.Pages;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;

/** Shows how the whole pipeline goes. */
@Controller("/admin/overview")
@Produces(MediaType.TEXT_HTML)
@Secured(Role.SEE)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OverviewController {
  private final Pages pages;
  private final OverviewFigures figures;

  OverviewController(Pages pages, OverviewFigures figures) {
    this.pages = pages;
    this.figures = figures;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    return pages.page("overview/page", pages.context(request), figures.page());
  }

  /** What the charts draw. */
  @Get("/samples")
  HttpResponse<HourChart> samples() {
    return HttpResponse.ok(figures.chart()).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
