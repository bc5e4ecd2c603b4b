package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.access.Person;
import io.eventpipeline.admin.access.Role;
import io.eventpipeline.admin.deadletter.DeadLetterList;
import io.eventpipeline.admin.deadletter.DeadLetterPage;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.admin.replay.ReplayResult;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.runtime.http.ProblemDocument;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters for programs. */
@Controller("/admin/api/dead-letters")
@Secured(Role.SEE)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLetterApiController implements DeadLetterApi {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final String RETRY_S = "2";
  private static final byte[] NOTHING = {};

  private final DeadLetterList list;
  private final DeadLetters letters;
  private final EntryActions actions;
  private final Masking masking;

  DeadLetterApiController(
      DeadLetterList list, DeadLetters letters, EntryActions actions, Masking masking) {
    this.list = list;
    this.letters = letters;
    this.actions = actions;
    this.masking = masking;
  }

  @Override
  @Get
  public HttpResponse<?> list(HttpRequest<?> request) {
    FilterForm filter = FilterForm.of(name -> parameter(request, name));
    List<FieldError> wrong =
        filter.wrong().stream().map(name -> new FieldError("/" + name, "cannot be read")).toList();
    int limit = limit(parameter(request, "limit"));
    if (!wrong.isEmpty()) {
      return ProblemDocument.invalid(wrong).response();
    }
    if (limit == 0) {
      FieldError error = new FieldError("/limit", "must be a whole number from 1 to " + MOST);
      return ProblemDocument.invalid(List.of(error)).response();
    }
    try {
      DeadLetterPage.Cursor after = DeadLetterPage.Cursor.of(parameter(request, "after"));
      return ok(HttpStatus.OK, DeadLettersBody.of(list.page(filter.filter(), after, limit)));
    } catch (RedisException e) {
      return away(e);
    }
  }

  /** 0 if it is wrong. */
  private static int limit(String text) {
    if (text.isEmpty()) {
      return USUAL;
    }
    int limit = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    return limit <= MOST ? limit : 0;
  }

  @Override
  @Post("/{id}/replay")
  @Consumes(MediaType.ALL)
  @Secured(Role.ACT)
  public HttpResponse<?> replay(HttpRequest<byte[]> request, @PathVariable String id) {
    return switch (ReplayBody.read(request.getBody().orElse(NOTHING))) {
      case ReplayBody.Wrong(List<FieldError> errors) -> ProblemDocument.invalid(errors).response();
      case ReplayBody.Replay(String payload) -> {
        if (payload != null && masking.holdsMask(payload)) {
          yield problem(HttpStatus.CONFLICT, "the payload still holds " + Masking.MASK);
        }
        yield replay(request, id, payload);
      }
    };
  }

  private HttpResponse<?> replay(HttpRequest<?> request, String id, @Nullable String payload) {
    try {
      DeadLetter before = masking.isOn() ? letters.find(id) : null;
      ReplayResult result =
          actions.replayAndWait(id, payload, Person.of(request).operator());
      return switch (result) {
        case ReplayResult.Processed() ->
            ok(HttpStatus.OK, new ReplayedBody(id, "processed", null, null));
        case ReplayResult.FailedAgain(String errorClass, String error) ->
            ok(
                HttpStatus.OK,
                new ReplayedBody(id, "failed", errorClass, masked(error, before, payload)));
        case ReplayResult.Waiting() ->
            ok(HttpStatus.ACCEPTED, new ReplayedBody(id, "published", null, null));
        case ReplayResult.Invalid(String pointer, String detail) ->
            ProblemDocument.invalid(List.of(new FieldError(pointer, detail))).response();
        case ReplayResult.Refused(ReplayResult.Why why, String reason) ->
            refused(why, masked(reason, before, payload));
      };
    } catch (RedisException e) {
      return away(e);
    }
  }

  private String masked(String text, @Nullable DeadLetter letter, @Nullable String payload) {
    String first = masking.text(text, letter == null ? "" : letter.recordText());
    return payload == null ? first : masking.text(first, payload);
  }

  private static HttpResponse<?> refused(ReplayResult.Why why, String reason) {
    return switch (why) {
      case GONE -> problem(HttpStatus.NOT_FOUND, reason);
      case CONFLICT -> problem(HttpStatus.CONFLICT, reason);
      case KAFKA_AWAY ->
          problem(HttpStatus.SERVICE_UNAVAILABLE, reason).header(HttpHeaders.RETRY_AFTER, RETRY_S);
    };
  }

  private static HttpResponse<?> away(RedisException e) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "Redis cannot be used: " + e.getMessage())
        .header(HttpHeaders.RETRY_AFTER, RETRY_S);
  }

  private static MutableHttpResponse<?> problem(HttpStatus status, String detail) {
    return ProblemDocument.of(status, detail).response();
  }

  private static MutableHttpResponse<?> ok(HttpStatus status, Object body) {
    return HttpResponse.status(status)
        .body(body)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static String parameter(HttpRequest<?> request, String name) {
    return request.getParameters().getFirst(name).orElse("");
  }
}
