package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.Event;
import io.eventpipeline.ingest.http.api.StatusApi;
import io.eventpipeline.ingest.http.api.StatusBody;
import io.eventpipeline.ingest.status.FinalState;
import io.eventpipeline.ingest.status.StatusLookup;
import io.eventpipeline.ingest.status.StatusReader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Serves the final state of events. */
@Protected
@Controller("/events")
final class StatusController implements StatusApi {
  private static final Duration REDIS_RETRY = Duration.ofSeconds(2);

  private final StatusReader states;

  StatusController(StatusReader states) {
    this.states = states;
  }

  @Override
  @Get("/{eventId}")
  public CompletionStage<HttpResponse<?>> one(@PathVariable String eventId) {
    return states
        .of(eventId)
        .thenApply(found -> respond(eventId, found).header(HttpHeaders.CACHE_CONTROL, "no-store"));
  }

  private static MutableHttpResponse<?> respond(String eventId, StatusLookup found) {
    return switch (found) {
      case StatusLookup.Final(FinalState state) ->
          HttpResponse.ok(body(eventId, state)).contentType(MediaType.APPLICATION_JSON_TYPE);
      case StatusLookup.NotFinal() ->
          Problem.of(HttpStatus.NOT_FOUND, "no event with this id is final").response();
      case StatusLookup.RedisAway() ->
          RateLimitHeaders.retryAfter(
              Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Redis does not answer").response(),
              REDIS_RETRY);
    };
  }

  private static StatusBody body(String eventId, FinalState state) {
    return new StatusBody(
        eventId,
        state.status(),
        state.processedAt(),
        state.attempts(),
        nullIfEmpty(state.userId()),
        nullIfEmpty(state.type()),
        state.seq() == Event.NO_SEQ ? null : state.seq(),
        state.error());
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
