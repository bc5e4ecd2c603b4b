package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.SentEvents;
import io.eventpipeline.ingest.accept.Acceptor;
import io.eventpipeline.ingest.accept.ItemOutcome;
import io.eventpipeline.ingest.accept.RequestResult;
import io.eventpipeline.ingest.accept.Sender;
import io.eventpipeline.ingest.http.api.EventsApi;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Receives events. */
@Protected
@Controller("/events")
@Consumes(MediaType.ALL)
final class EventsController implements EventsApi {
  private static final Duration KAFKA_RETRY = Duration.ofSeconds(2);

  private final RequestBody bodies;
  private final Acceptor acceptor;
  private final ClientAddress addresses;
  private final RateLimitHeaders limits;
  private final ForeignIds foreignIds;

  EventsController(
      RequestBody bodies,
      ForeignIds foreignIds,
      Acceptor acceptor,
      ClientAddress addresses,
      RateLimitHeaders limits) {
    this.bodies = bodies;
    this.foreignIds = foreignIds;
    this.acceptor = acceptor;
    this.addresses = addresses;
    this.limits = limits;
  }

  @Override
  @Post
  public CompletionStage<HttpResponse<?>> one(HttpRequest<byte[]> request) {
    Optional<SentEvents> sent = bodies.sent(request).map(read -> foreignIds.refuse(read, request));
    return sent.isEmpty()
        ? CompletableFuture.completedFuture(unsupported(CLOUD_EVENT))
        : withSender(request, sender -> accept(sent.get(), sender));
  }

  private CompletionStage<HttpResponse<?>> accept(SentEvents sent, Sender sender) {
    return switch (sent) {
      case SentEvents.One(var event) -> acceptor.accept(event, sender).thenApply(this::respond);
      case SentEvents.Analytics(var events, boolean alone) ->
          acceptor
              .acceptNew(events, sender)
              .thenApply(
                  result -> respond(result, all -> AnalyticsResponse.of(all, alone, KAFKA_RETRY)));
    };
  }

  @Override
  @Post("/batch")
  public CompletionStage<HttpResponse<?>> many(HttpRequest<byte[]> request) {
    Optional<Parsed<List<Parsed<EventDraft>>>> events =
        bodies.batch(request).map(read -> foreignIds.refuseAll(read, request));
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(unsupported(CLOUD_EVENTS));
    }
    return withSender(
        request,
        sender ->
            acceptor
                .acceptAll(events.get(), sender)
                .thenApply(result -> respond(result, all -> BatchResponse.of(all, KAFKA_RETRY))));
  }

  /** Refuses a request with a malformed idempotency key. */
  private CompletionStage<HttpResponse<?>> withSender(
      HttpRequest<?> request, Function<Sender, CompletionStage<HttpResponse<?>>> accept) {
    return switch (IdempotencyKeyHeader.of(request.getHeaders())) {
      case Parsed.Invalid<Optional<String>> bad -> CompletableFuture.completedFuture(invalid(bad));
      case Parsed.Valid<Optional<String>>(Optional<String> key) ->
          accept.apply(
              new Sender(addresses.of(request), key.orElse(null), RequestTrace.of(request)));
    };
  }

  private HttpResponse<?> respond(RequestResult<ItemOutcome> result) {
    MutableHttpResponse<?> response = EventResponse.of(result.outcome(), KAFKA_RETRY);
    return withLimits(response, result);
  }

  private HttpResponse<?> respond(
      Parsed<RequestResult<List<ItemOutcome>>> parsed,
      Function<List<ItemOutcome>, MutableHttpResponse<?>> response) {
    return switch (parsed) {
      case Parsed.Invalid<RequestResult<List<ItemOutcome>>> bad -> invalid(bad);
      case Parsed.Valid<RequestResult<List<ItemOutcome>>>(
              RequestResult<List<ItemOutcome>> result) ->
          withLimits(response.apply(result.outcome()), result);
    };
  }

  private HttpResponse<?> withLimits(MutableHttpResponse<?> response, RequestResult<?> result) {
    response.setAttribute(
        AccessLog.EVENTS, result.outcome() instanceof List<?> items ? items.size() : 1);
    int status = response.code();
    return status == HttpStatus.ACCEPTED.getCode()
            || status == HttpStatus.OK.getCode()
            || status == HttpStatus.TOO_MANY_REQUESTS.getCode()
        ? limits.addTo(response, result.remaining())
        : response;
  }

  private static HttpResponse<?> invalid(Parsed.Invalid<?> bad) {
    List<FieldError> errors = bad.errors();
    return Problem.invalid(errors).response();
  }

  /**
   * @param other content type that the path accepts besides our own
   */
  private static HttpResponse<?> unsupported(String other) {
    String accepted = MediaType.APPLICATION_JSON + ", " + other;
    return Problem.of(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "the content type must be one of " + accepted + ", in UTF-8, and data must be JSON")
        .response()
        .header(HttpHeaders.ACCEPT, accepted);
  }
}
