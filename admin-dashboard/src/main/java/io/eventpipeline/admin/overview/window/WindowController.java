package io.eventpipeline.admin.overview.window;

import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.page.Pages;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;

/** Shows the window by plan and region on a page of its own, so that it can be shared. */
@Hidden
@Controller("/admin/overview/window")
@Secured(Role.SEE)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class WindowController {
  private final WindowPage window;
  private final Pages pages;

  WindowController(WindowPage window, Pages pages) {
    this.window = window;
    this.pages = pages;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    String seconds = request.getParameters().getFirst("window").orElse("");
    return pages.page(
        "window/page", pages.context(request), window.now(WindowPage.seconds(seconds)));
  }
}
