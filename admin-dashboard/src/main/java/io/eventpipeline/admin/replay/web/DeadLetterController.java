package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.deadletter.PurgeCode;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.admin.page.Links;
import io.eventpipeline.admin.page.Pages;
import io.eventpipeline.admin.replay.ReplayResult;
import io.eventpipeline.admin.replay.web.EntryModel.Edit;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows dead letters, and replays, fixes and purges single ones. */
@Hidden
@Controller(DeadLettersPage.PATH)
@Secured(Role.SEE)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLetterController {
  private static final Map<String, String> DONE =
      Map.of(
          "replay", "Published. The state below changes by itself.",
          "fix", "Published as a new event. This dead letter goes once that event is final.");

  private final DeadLettersPage list;
  private final EntryPage entry;
  private final EntryActions actions;
  private final Masking masking;
  private final Pages pages;

  DeadLetterController(
      DeadLettersPage list,
      EntryPage entry,
      EntryActions actions,
      Masking masking,
      Pages pages) {
    this.list = list;
    this.entry = entry;
    this.actions = actions;
    this.masking = masking;
    this.pages = pages;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    FilterForm filter = FilterForm.of(name -> parameter(request, name));
    return pages.page(
        "deadletter/list",
        pages.context(request),
        list.model(filter, parameter(request, "after")));
  }

  @Get("/{id}")
  HttpResponse<?> entry(HttpRequest<?> request, @PathVariable String id) {
    String did = DONE.getOrDefault(parameter(request, "did"), "");
    EntryModel model = entry.masked(id, did);
    EntryModel.EntryState state = model.state();
    boolean unknown = state.known() && !state.isThere() && state.status().isEmpty();
    return answer(request, model, unknown ? HttpStatus.NOT_FOUND : HttpStatus.OK);
  }

  @Post(value = "/{id}/replay", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> replay(
      HttpRequest<?> request, @PathVariable String id, @Body Map<String, String> form) {
    String payload = form.get("payload");
    if (payload != null && masking.holdsMask(payload)) {
      return refuse(request, id, new Edit(payload, "", stillMasked()), HttpStatus.CONFLICT, "");
    }
    ReplayResult refusal = actions.replay(id, payload, Person.of(request).operator());
    return answer(request, id, payload, refusal, "replay");
  }

  @Post(value = "/{id}/fix", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> fix(
      HttpRequest<?> request, @PathVariable String id, @Body Map<String, String> form) {
    String record = form.getOrDefault("payload", "");
    if (masking.holdsMask(record)) {
      return refuse(request, id, new Edit(record, "", stillMasked()), HttpStatus.CONFLICT, "");
    }
    ReplayResult refusal = actions.fix(id, record, Person.of(request).operator());
    return answer(request, id, record, refusal, "fix");
  }

  /** Shows once what is hidden, to one person. */
  @Post(value = "/{id}/reveal", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> reveal(HttpRequest<?> request, @PathVariable String id) {
    actions.noteReveal(id, Person.of(request).operator());
    return answer(request, entry.revealed(id), HttpStatus.OK);
  }

  @Post(value = "/{id}/purge", consumes = MediaType.APPLICATION_FORM_URLENCODED)
  @Secured(Role.ACT)
  HttpResponse<?> purge(
      HttpRequest<?> request, @PathVariable String id, @Body Map<String, String> form) {
    if (!form.containsKey("sure")) {
      EntryModel model = entry.masked(id, "Nothing was deleted: say that you are sure.");
      return answer(request, model, HttpStatus.BAD_REQUEST);
    }
    PurgeCode code = actions.purge(id, Person.of(request).operator());
    return switch (code) {
      case DELETED -> Pages.goTo(DeadLettersPage.PATH);
      case REPLAYING ->
          answer(
              request,
              entry.masked(id, "Nothing was deleted: a replay is under way. Wait for it."),
              HttpStatus.CONFLICT);
      case RUNNING ->
          answer(
              request,
              entry.masked(id, "Nothing was deleted: a handler runs it now. Wait for it."),
              HttpStatus.CONFLICT);
      case GONE, NOT_REACHED ->
          answer(
              request,
              entry.masked(id, "It is no dead letter any more."),
              HttpStatus.NOT_FOUND);
    };
  }

  /** Null is no refusal. */
  private HttpResponse<?> answer(
      HttpRequest<?> request,
      String id,
      @Nullable String text,
      @Nullable ReplayResult refusal,
      String did) {
    Edit edit = text == null ? null : new Edit(text, "", "");
    return switch (refusal) {
      case ReplayResult.Invalid(String pointer, String detail) ->
          refuse(
              request,
              id,
              new Edit(text == null ? "" : text, pointer, detail),
              HttpStatus.BAD_REQUEST,
              "Nothing was replayed: correct the text.");
      case ReplayResult.Refused(ReplayResult.Why why, String reason) ->
          refuse(request, id, edit, status(why), "Nothing was replayed: " + reason + ".");
      case null, default ->
          Pages.goTo(DeadLettersPage.PATH + "/" + Links.segment(id) + "?did=" + did);
    };
  }

  private static HttpStatus status(ReplayResult.Why why) {
    return switch (why) {
      case GONE -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case KAFKA_AWAY -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }

  private HttpResponse<?> refuse(
      HttpRequest<?> request, String id, @Nullable Edit edit, HttpStatus status, String message) {
    EntryModel model =
        edit == null ? entry.masked(id, message) : entry.refused(id, edit, message);
    return answer(request, model, status);
  }

  private HttpResponse<?> answer(HttpRequest<?> request, EntryModel model, HttpStatus status) {
    return pages.page("deadletter/entry", pages.context(request), model).status(status);
  }

  private static String stillMasked() {
    return "still holds " + Masking.MASK + ": write what belongs in its place";
  }

  private static String parameter(HttpRequest<?> request, String name) {
    return request.getParameters().getFirst(name).orElse("");
  }
}
