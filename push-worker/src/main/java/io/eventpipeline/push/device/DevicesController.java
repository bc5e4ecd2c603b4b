package io.eventpipeline.push.device;

import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.runtime.http.ProblemDocument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Registers the devices of users. Both calls may be repeated. */
@Controller("/devices/{userId}/{token}")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DevicesController {
  private static final int LONGEST_TOKEN = 1000;

  private final DeviceGuard guard;
  private final DeviceTokens tokens;

  DevicesController(DeviceGuard guard, DeviceTokens tokens) {
    this.guard = guard;
    this.tokens = tokens;
  }

  @Put
  HttpResponse<?> register(
      HttpRequest<?> request, @PathVariable String userId, @PathVariable String token) {
    return change(request, userId, token, () -> tokens.register(userId, token));
  }

  @Delete
  HttpResponse<?> forget(
      HttpRequest<?> request, @PathVariable String userId, @PathVariable String token) {
    return change(request, userId, token, () -> tokens.forget(userId, token));
  }

  private HttpResponse<?> change(
      HttpRequest<?> request, String userId, String token, Supplier<DeviceTokens.Change> change) {
    HttpResponse<?> refusal = guard.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    List<FieldError> errors = errors(userId, token);
    return errors.isEmpty() ? respond(change.get()) : ProblemDocument.invalid(errors).response();
  }

  private static HttpResponse<?> respond(DeviceTokens.Change change) {
    return switch (change) {
      case DONE -> HttpResponse.noContent();
      case FULL ->
          ProblemDocument.of(
                  HttpStatus.CONFLICT,
                  "the user has as many devices as a user may have; delete one")
              .response();
      case REDIS_AWAY ->
          ProblemDocument.of(HttpStatus.SERVICE_UNAVAILABLE, "Redis does not answer")
              .response()
              .header(HttpHeaders.RETRY_AFTER, "2");
    };
  }

  private static List<FieldError> errors(String userId, String token) {
    List<FieldError> errors = new ArrayList<>();
    String wrongUser = EventRules.checkName(userId);
    if (wrongUser != null) {
      errors.add(new FieldError("/userId", wrongUser));
    }
    String wrongToken = wrongToken(token);
    if (wrongToken != null) {
      errors.add(new FieldError("/token", wrongToken));
    }
    return errors;
  }

  private static @Nullable String wrongToken(String token) {
    boolean printable = token.chars().allMatch(c -> c > ' ' && c <= '~');
    return printable && !token.isEmpty() && token.length() <= LONGEST_TOKEN
        ? null
        : "must have 1 to " + LONGEST_TOKEN + " printable ASCII characters";
  }
}
