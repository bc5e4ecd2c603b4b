package io.eventpipeline.admin.access;

import io.eventpipeline.admin.html.Refusal;
import io.eventpipeline.admin.html.Templates;
import io.eventpipeline.runtime.http.ApiGuard;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;

/** The one-time link of the log. To look at it spends nothing: previews of links do that. */
@Hidden
@Controller("/admin/link")
@Produces(MediaType.TEXT_HTML)
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
final class LinkController {
  private final Templates templates;
  private final OperatorLink link;
  private final ClientAddress addresses;

  LinkController(Templates templates, OperatorLink link, ClientAddress addresses) {
    this.templates = templates;
    this.link = link;
    this.addresses = addresses;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request, @QueryValue(defaultValue = "") String token) {
    requireLocal(request);
    return Templates.html(HttpStatus.OK, templates.render("access/link", Map.of("token", token)));
  }

  @Post
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> spend(HttpRequest<?> request, @Body Map<String, String> form) {
    requireLocal(request);
    String session = link.spend(form.getOrDefault("token", ""), addresses.of(request));
    if (session == null) {
      throw new Refusal(
          HttpStatus.FORBIDDEN,
          "the link was used already or is too old: start the dashboard again, or configure users");
    }
    return Templates.goTo("/admin/events").cookie(SessionCookie.of(session));
  }

  private static void requireLocal(HttpRequest<?> request) {
    if (!ApiGuard.isLocal(request)) {
      throw new Refusal(
          HttpStatus.FORBIDDEN, "the link works on the machine of the dashboard only");
    }
  }
}
