package io.eventpipeline.admin.event;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.AuditNote;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.log.Wanted;
import io.eventpipeline.admin.page.PageContext;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.contract.EventRules;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;

/** Shows events: the newest ones, those of a user, and one. */
@Hidden
@Controller("/admin/events")
@Produces(MediaType.TEXT_HTML)
@Secured(Role.SEE)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventsController {
  private static final String POISON = "poison~";

  private final Pages pages;
  private final EventFeed feed;
  private final UserEvents users;
  private final EventDetails details;
  private final Audit audit;

  EventsController(
      Pages pages, EventFeed feed, UserEvents users, EventDetails details, Audit audit) {
    this.pages = pages;
    this.feed = feed;
    this.users = users;
    this.details = details;
    this.audit = audit;
  }

  /**
   * The list.
   *
   * @param id leads to the page of this event
   * @param user whose events are searched for; absent or empty = the newest of all
   * @param before where a search goes on
   * @param all {@code 1} to search all partitions
   */
  @Get
  HttpResponse<?> list(
      HttpRequest<?> request,
      @Nullable @QueryValue String id,
      @Nullable @QueryValue String user,
      @Nullable @QueryValue String before,
      @Nullable @QueryValue String all) {
    PageContext context = pages.context(request);
    String wantedId = id == null ? "" : id.strip();
    String wantedUser = user == null ? "" : user.strip();
    if (!wantedId.isEmpty()) {
      String wrong = wantedId.startsWith(POISON) ? null : EventRules.checkId(wantedId);
      return wrong == null
          ? Pages.goTo(EventRow.path(wantedId))
          : pages.page(
              "event/list",
              context,
              new EventsPage(wantedId, "", "An event id " + wrong + ".", feed.now(), null));
    }
    if (!wantedUser.isEmpty()) {
      Wanted.ByUser wanted =
          new Wanted.ByUser(wantedUser, before == null ? "" : before, "1".equals(all));
      return pages.page(
          "event/list", context, new EventsPage("", wantedUser, null, null, users.search(wanted)));
    }
    return pages.page("event/list", context, new EventsPage("", "", null, feed.now(), null));
  }

  /** One event. */
  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, @PathVariable String id) {
    return pages.page("event/one", pages.context(request), details.find(id));
  }

  /** Shows one event once with nothing hidden, after that was noted. */
  @Post(value = "/{id}/reveal", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> reveal(HttpRequest<?> request, @PathVariable String id) {
    Operator by = Person.of(request).operator();
    AuditNote note = AuditNote.of("reveal", id);
    String op = audit.begin(by, note);
    EventDetail detail = details.revealed(id);
    audit.end(op, by, note, "shown");
    return pages.page("event/one", pages.context(request), detail);
  }
}
