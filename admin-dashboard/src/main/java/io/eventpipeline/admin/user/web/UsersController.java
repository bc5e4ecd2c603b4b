package io.eventpipeline.admin.user.web;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.page.Links;
import io.eventpipeline.admin.page.PageContext;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.user.Pauses;
import io.eventpipeline.contract.EventRules;
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
import java.time.Duration;
import java.util.Map;

/** Shows users that wait, and pauses and resumes them. */
@Hidden
@Controller(UsersPage.PATH)
@Secured(Role.SEE)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class UsersController {
  private static final int MOST_MINUTES = 24 * 60;
  private static final int LONGEST_WHY = 500;

  private final UsersPage page;
  private final Pauses pauses;
  private final Pages pages;

  UsersController(UsersPage page, Pauses pauses, Pages pages) {
    this.page = page;
    this.pauses = pauses;
    this.pages = pages;
  }

  @Get
  HttpResponse<?> page(HttpRequest<?> request) {
    String user = request.getParameters().getFirst("user").orElse("");
    return answer(request, user, "", HttpStatus.OK);
  }

  @Post(value = "/pause", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> pause(HttpRequest<?> request, @Body Map<String, String> form) {
    String user = form.getOrDefault("user", "");
    String why = form.getOrDefault("why", "").strip();
    String minutes = form.getOrDefault("minutes", "").strip();
    String wrong = EventRules.checkName(user);
    if (wrong != null) {
      return answer(request, "", "Nobody was paused: the user " + wrong + ".", HttpStatus.BAD_REQUEST);
    }
    if (!minutes.matches("[1-9]\\d{0,3}") || Integer.parseInt(minutes) > MOST_MINUTES) {
      String message = "Nobody was paused: the minutes must be a whole number from 1 to 1440.";
      return answer(request, user, message, HttpStatus.BAD_REQUEST);
    }
    if (why.length() > LONGEST_WHY) {
      String message = "Nobody was paused: the reason must have at most 500 characters.";
      return answer(request, user, message, HttpStatus.BAD_REQUEST);
    }
    Duration length = Duration.ofMinutes(Integer.parseInt(minutes));
    boolean paused =
        pauses.pause(user, length, why, Person.of(request).operator()).isPresent();
    return paused
        ? goTo(user)
        : answer(
            request,
            user,
            "Nobody was paused: too many users are paused. Let one go on.",
            HttpStatus.CONFLICT);
  }

  @Post(value = "/resume", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> resume(HttpRequest<?> request, @Body Map<String, String> form) {
    String user = form.getOrDefault("user", "");
    return pauses.resume(user, Person.of(request).operator())
        ? goTo(user)
        : answer(request, user, "It was not paused.", HttpStatus.CONFLICT);
  }

  private static HttpResponse<?> goTo(String user) {
    return Pages.goTo(Links.with(UsersPage.PATH, Map.of("user", user)));
  }

  private HttpResponse<?> answer(
      HttpRequest<?> request, String user, String message, HttpStatus status) {
    PageContext context = pages.context(request);
    return pages.page("user/page", context, new UsersView(page.model(user), message)).status(status);
  }
}
