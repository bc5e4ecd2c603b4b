package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.Event;
import io.eventpipeline.ingest.http.api.StatusApi;
import io.eventpipeline.ingest.status.FinalState;
import io.eventpipeline.ingest.status.FinalStates;
import io.eventpipeline.ingest.status.Found;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What became of an event. */
@Protected
@Controller("/events")
final class StatusController implements StatusApi {
  private static final Duration REDIS_RETRY = Duration.ofSeconds(2);

  private final FinalStates states;

  StatusController(FinalStates states) {
    this.states = states;
  }

  @Override
  @Get("/{eventId}")
  public CompletionStage<HttpResponse<byte[]>> one(@PathVariable String eventId) {
    return states
        .of(eventId)
        .thenApply(found -> answer(eventId, found).header(HttpHeaders.CACHE_CONTROL, "no-store"));
  }

  private static MutableHttpResponse<byte[]> answer(String eventId, Found found) {
    return switch (found) {
      case Found.Final(FinalState state) ->
          HttpResponse.<byte[]>ok()
              .contentType(MediaType.APPLICATION_JSON_TYPE)
              .body(json(eventId, state).getBytes(StandardCharsets.UTF_8));
      case Found.Nothing() ->
          Problem.of(HttpStatus.NOT_FOUND, "no event with this id is final").response();
      case Found.Away() ->
          RateLimitHeaders.retryAfter(
              Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Redis does not answer").response(),
              REDIS_RETRY);
    };
  }

  private static String json(String eventId, FinalState state) {
    Json json = new Json().raw("{\"eventId\":").string(eventId);
    json.raw(",\"status\":").string(state.status());
    json.raw(",\"processedAt\":" + state.processedAt() + ",\"attempts\":" + state.attempts());
    member(json, "userId", state.userId());
    member(json, "type", state.type());
    if (state.seq() != Event.NO_SEQ) {
      json.raw(",\"seq\":" + state.seq());
    }
    if (state.error() != null) {
      json.raw(",\"error\":").string(state.error());
    }
    return json.raw("}").toString();
  }

  private static void member(Json json, String name, String value) {
    if (!value.isEmpty()) {
      json.raw(",\"" + name + "\":").string(value);
    }
  }
}
