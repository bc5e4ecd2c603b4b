package io.eventpipeline.admin.push.web;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.push.DeadPush;
import io.eventpipeline.admin.push.PushQueue;
import io.eventpipeline.admin.push.PushReplayCode;
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

/** Shows push notifications, and sends dead ones again. */
@Hidden
@Controller(PushPage.PATH)
@Secured(Role.SEE)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PushController {
  private static final String ENTRY = "\\d{1,18}-\\d{1,18}";
  private static final String COUNT = "[1-9]\\d{0,6}";

  private final PushPage page;
  private final PushQueue queue;
  private final Pages pages;

  PushController(PushPage page, PushQueue queue, Pages pages) {
    this.page = page;
    this.queue = queue;
    this.pages = pages;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    String after = request.getParameters().getFirst("after").orElse("");
    return answer(request, page.model(after, ""), HttpStatus.OK);
  }

  /** Sends one again. */
  @Post(value = "/replay", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> replay(HttpRequest<?> request, @Body Map<String, String> form) {
    String entry = form.getOrDefault("entry", "");
    DeadPush dead = entry.matches(ENTRY) ? queue.find(entry) : null;
    PushReplayCode code =
        dead == null
            ? PushReplayCode.GONE
            : queue.replay(dead, Person.of(request).operator());
    return switch (code) {
      case REPLAYED -> Pages.goTo(PushPage.PATH);
      case SENT -> refuse(request, HttpStatus.CONFLICT, "it was sent in the meantime");
      case GONE ->
          refuse(request, HttpStatus.NOT_FOUND, "it is no dead notification any more");
      case MALFORMED -> refuse(request, HttpStatus.CONFLICT, "its text is no notification");
    };
  }

  /** Sends the oldest ones again. */
  @Post(value = "/replay-oldest", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> replayOldest(HttpRequest<?> request, @Body Map<String, String> form) {
    String count = form.getOrDefault("count", "").strip();
    if (!count.matches(COUNT) || Integer.parseInt(count) > PushQueue.MOST) {
      return refuse(
          request,
          HttpStatus.BAD_REQUEST,
          "the count must be a whole number from 1 to " + PushQueue.MOST);
    }
    Map<PushReplayCode, Integer> codes =
        queue.replayOldest(Integer.parseInt(count), Person.of(request).operator());
    String message =
        "%d sent again, %d sent in the meantime, %d without a notification"
            .formatted(
                codes.getOrDefault(PushReplayCode.REPLAYED, 0),
                codes.getOrDefault(PushReplayCode.SENT, 0),
                codes.getOrDefault(PushReplayCode.MALFORMED, 0));
    return answer(request, page.model("", message), HttpStatus.OK);
  }

  private HttpResponse<?> refuse(HttpRequest<?> request, HttpStatus status, String why) {
    return answer(request, page.model("", "Nothing was sent again: " + why + "."), status);
  }

  private HttpResponse<?> answer(HttpRequest<?> request, PushModel model, HttpStatus status) {
    return pages.page("push/page", pages.context(request), model).status(status);
  }
}
