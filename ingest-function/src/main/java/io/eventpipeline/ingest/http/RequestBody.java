package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.CloudEvent;
import io.eventpipeline.contract.forms.CloudEventJson;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.contract.forms.JsonMediaType;
import io.eventpipeline.contract.forms.SentEvents;
import io.eventpipeline.ingest.http.api.EventsApi;
import io.eventpipeline.runtime.schema.PayloadSchemas;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the events in a request, in any accepted form, and checks them against the schemas of their
 * types. Threads: any.
 */
@Singleton
final class RequestBody {
  private static final String CLOUD_EVENTS_PREFIX = "application/cloudevents";
  private static final byte[] NOTHING = {};

  private final Clock clock = Clock.systemUTC();
  private final PayloadSchemas schemas;

  RequestBody(PayloadSchemas schemas) {
    this.schemas = schemas;
  }

  /** What was sent to {@code /events}, in any form. Empty if the content type is unknown. */
  Optional<SentEvents> sent(HttpRequest<byte[]> request) {
    return read(request).map(this::checked);
  }

  private SentEvents checked(SentEvents sent) {
    return switch (sent) {
      case SentEvents.One(var event) -> new SentEvents.One(schemas.check(event, ""));
      case SentEvents.Analytics(var events, boolean alone) ->
          new SentEvents.Analytics(
              alone ? checkedAlone(events) : schemas.checkAll(events, ""), alone);
    };
  }

  private Parsed<List<Parsed<EventDraft>>> checkedAlone(Parsed<List<Parsed<EventDraft>>> events) {
    return events instanceof Parsed.Valid<List<Parsed<EventDraft>>>(var all)
        ? new Parsed.Valid<>(List.of(schemas.check(all.getFirst(), "")))
        : events;
  }

  private Optional<SentEvents> read(HttpRequest<byte[]> request) {
    String type = contentType(request);
    if (JsonMediaType.isNamed(CloudEventJson.MEDIA_TYPE, type)) {
      return draft(CloudEventJson.event(body(request)));
    }
    if (CloudEventHeaders.areIn(request.getHeaders())) {
      return isOfData(type, request)
          ? draft(
              CloudEventHeaders.read(
                  request.getHeaders(), type.isEmpty() ? null : type, body(request)))
          : Optional.empty();
    }
    return JsonMediaType.isNamed(MediaType.APPLICATION_JSON, type)
        ? Optional.of(EventReader.sent(body(request), clock.millis()))
        : Optional.empty();
  }

  /**
   * What was sent to {@code /events/batch}: our own and typed events, or a batch of CloudEvents.
   * Empty if the content type is unknown.
   */
  Optional<Parsed<List<Parsed<EventDraft>>>> batch(HttpRequest<byte[]> request) {
    String type = contentType(request);
    if (JsonMediaType.isNamed(EventsApi.CLOUD_EVENTS, type)) {
      return Optional.of(schemas.checkAll(CloudEventJson.batch(body(request)), ""));
    }
    return JsonMediaType.isNamed(MediaType.APPLICATION_JSON, type)
        ? Optional.of(schemas.checkAll(EventReader.batch(body(request), clock.millis()), "/events"))
        : Optional.empty();
  }

  private static Optional<SentEvents> draft(Parsed<CloudEvent> parsed) {
    return switch (parsed) {
      case Parsed.Invalid<CloudEvent> bad -> Optional.of(new SentEvents.One(bad.as()));
      case Parsed.Valid<CloudEvent>(CloudEvent event) ->
          event.hasOtherThanJson()
              ? Optional.empty()
              : Optional.of(new SentEvents.One(event.toDraft()));
    };
  }

  /** Checks the length first: without a server the framework reads the body of a form itself. */
  private static byte[] body(HttpRequest<byte[]> request) {
    return request.getContentLength() == 0 ? NOTHING : request.getBody().orElse(NOTHING);
  }

  /** Reads a body of unknown length to find out. */
  private static boolean isEmpty(HttpRequest<byte[]> request) {
    long length = request.getContentLength();
    return length < 0 ? body(request).length == 0 : length == 0;
  }

  private static String contentType(HttpRequest<?> request) {
    String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type;
  }

  /** Whether the body can be the data of an event in binary mode. Empty data may be of any type. */
  private static boolean isOfData(String type, HttpRequest<byte[]> request) {
    boolean isEventItself = type.toLowerCase(Locale.ROOT).startsWith(CLOUD_EVENTS_PREFIX);
    return !isEventItself && (JsonMediaType.isJson(type) || isEmpty(request));
  }
}
