package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.page.PageContext;
import io.eventpipeline.admin.page.Pages;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;

/** Shows how the whole pipeline goes. */
@Controller("/admin/overview")
@Secured(Role.SEE)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OverviewController {
  private final Pages pages;

  OverviewController(Pages pages) {
    this.pages = pages;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    PageContext context = pages.context(request);
    return pages.page("overview/page", context, new OverviewPage());
  }
}
