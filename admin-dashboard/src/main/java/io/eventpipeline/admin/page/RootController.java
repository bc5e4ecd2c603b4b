package io.eventpipeline.admin.page;

import io.eventpipeline.admin.access.Role;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;

/** Leads to the first page. */
@Controller
@Secured(Role.SEE)
final class RootController {
  private static final String FIRST = "/admin/events";

  @Get
  HttpResponse<?> root() {
    return Pages.goTo(FIRST);
  }

  @Get("/admin")
  HttpResponse<?> admin() {
    return Pages.goTo(FIRST);
  }
}
