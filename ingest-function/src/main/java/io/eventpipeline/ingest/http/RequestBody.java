package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventReader;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.cloudevents.CloudEvent;
import io.eventpipeline.ingest.cloudevents.CloudEventJson;
import io.eventpipeline.ingest.cloudevents.JsonMediaType;
import io.eventpipeline.ingest.http.api.EventsApi;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the events in a request, in any accepted form. */
final class RequestBody {
  private static final String CLOUD_EVENTS_PREFIX = "application/cloudevents";
  private static final byte[] NOTHING = {};

  private RequestBody() {}

  /** One event: our own form, or a CloudEvent in either mode. Empty if the body is neither. */
  static Optional<Parsed<EventDraft>> event(HttpRequest<byte[]> request) {
    String type = contentType(request);
    if (JsonMediaType.isNamed(EventsApi.CLOUD_EVENT, type)) {
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
        ? Optional.of(EventReader.draft(body(request)))
        : Optional.empty();
  }

  /** Many events: our own form, or a batch of CloudEvents. Empty if the body is neither. */
  static Optional<Parsed<List<Parsed<EventDraft>>>> events(HttpRequest<byte[]> request) {
    String type = contentType(request);
    if (JsonMediaType.isNamed(EventsApi.CLOUD_EVENTS, type)) {
      return Optional.of(CloudEventJson.batch(body(request)));
    }
    return JsonMediaType.isNamed(MediaType.APPLICATION_JSON, type)
        ? Optional.of(EventReader.batch(body(request)))
        : Optional.empty();
  }

  private static Optional<Parsed<EventDraft>> draft(Parsed<CloudEvent> parsed) {
    return switch (parsed) {
      case Parsed.Invalid<CloudEvent>(List<FieldError> errors, String id) ->
          Optional.of(new Parsed.Invalid<>(errors, id));
      case Parsed.Valid<CloudEvent>(CloudEvent event) ->
          event.hasOtherThanJson() ? Optional.empty() : Optional.of(event.toDraft());
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
