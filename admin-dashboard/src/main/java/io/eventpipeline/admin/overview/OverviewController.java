package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.overview.window.WindowPage;
import io.eventpipeline.admin.page.Pages;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;

/** Shows how the whole pipeline goes. */
@Hidden
@Controller("/admin/overview")
@Produces(MediaType.TEXT_HTML)
@Secured(Role.SEE)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OverviewController {
  private final Pages pages;
  private final OverviewFigures figures;
  private final WindowPage window;

  OverviewController(Pages pages, OverviewFigures figures, WindowPage window) {
    this.pages = pages;
    this.figures = figures;
    this.window = window;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    String seconds = request.getParameters().getFirst("window").orElse("");
    return pages.html(
        HttpStatus.OK,
        pages.render(
            "overview/page",
            Map.of(
                "context",
                pages.context(request),
                "model",
                figures.page(),
                "window",
                window.now(WindowPage.seconds(seconds)))));
  }

  /** What the charts draw. */
  @Get("/samples")
  @Produces(MediaType.APPLICATION_JSON)
  HttpResponse<HourChart> samples() {
    return HttpResponse.ok(figures.chart()).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
