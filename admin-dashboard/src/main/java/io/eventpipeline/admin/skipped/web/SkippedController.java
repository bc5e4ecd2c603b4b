package io.eventpipeline.admin.skipped.web;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.skipped.SentAgain;
import io.eventpipeline.admin.skipped.SkippedEvent;
import io.eventpipeline.admin.skipped.SkippedEvents;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;

/** Shows skipped events, and sends them again as new ones. */
@Hidden
@Controller(SkippedView.PATH)
@Secured(Role.SEE)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SkippedController {
  private final SkippedView view;
  private final SkippedEvents events;
  private final Pages pages;

  SkippedController(SkippedView view, SkippedEvents events, Pages pages) {
    this.view = view;
    this.events = events;
    this.pages = pages;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    SkippedModel model =
        view.model(parameter(request, "after"), parameter(request, "user").strip(), "");
    return answer(request, model, HttpStatus.OK);
  }

  /** Sends one again. */
  @Post(value = "/send-again", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> sendAgain(HttpRequest<?> request, @Body Map<String, String> form) {
    String line = form.getOrDefault("line", "");
    SkippedEvent skipped = line.matches(SkippedView.LINE) ? events.find(line) : null;
    if (skipped == null) {
      String gone = "Nothing was sent: Redis has no note of it any more.";
      return answer(request, view.model("", "", gone), HttpStatus.NOT_FOUND);
    }
    return switch (events.sendAgain(skipped, Person.of(request).operator())) {
      case SentAgain.Published(String id) ->
          answer(
              request,
              view.model("", "", "Sent again as the new event " + id + "."),
              HttpStatus.OK);
      case SentAgain.Refused(String reason) ->
          answer(
              request,
              view.model("", "", "Nothing was sent: " + reason + "."),
              HttpStatus.CONFLICT);
    };
  }

  private HttpResponse<?> answer(HttpRequest<?> request, SkippedModel model, HttpStatus status) {
    return pages.page("skipped/page", pages.context(request), model).status(status);
  }

  private static String parameter(HttpRequest<?> request, String name) {
    return request.getParameters().getFirst(name).orElse("");
  }
}
