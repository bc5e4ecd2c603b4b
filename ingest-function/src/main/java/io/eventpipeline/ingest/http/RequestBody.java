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

/** Reads what a request carries, in any of the forms that are taken. */
final class RequestBody {
  private static final String CLOUD_EVENTS_PREFIX = "application/cloudevents";
  private static final byte[] NOTHING = {};

  private RequestBody() {}

  /** One event: our own form, or a CloudEvent in either mode. Empty if it is none of these. */
  static Optional<Parsed<EventDraft>> event(HttpRequest<byte[]> request) {
    String type = contentType(request);
    byte[] body = request.getBody().orElse(NOTHING);
    if (JsonMediaType.isNamed(EventsApi.CLOUD_EVENT, type)) {
      return draft(CloudEventJson.event(body));
    }
    if (CloudEventHeaders.areIn(request.getHeaders())) {
      return isOfData(type, body)
          ? draft(CloudEventHeaders.read(request.getHeaders(), type.isEmpty() ? null : type, body))
          : Optional.empty();
    }
    return JsonMediaType.isNamed(MediaType.APPLICATION_JSON, type)
        ? Optional.of(EventReader.draft(body))
        : Optional.empty();
  }

  /** Many events: our own form, or a batch of CloudEvents. Empty if it is none of these. */
  static Optional<Parsed<List<Parsed<EventDraft>>>> events(HttpRequest<byte[]> request) {
    String type = contentType(request);
    byte[] body = request.getBody().orElse(NOTHING);
    if (JsonMediaType.isNamed(EventsApi.CLOUD_EVENTS, type)) {
      return Optional.of(CloudEventJson.batch(body));
    }
    return JsonMediaType.isNamed(MediaType.APPLICATION_JSON, type)
        ? Optional.of(EventReader.batch(body))
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

  private static String contentType(HttpRequest<?> request) {
    String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type;
  }

  /** Whether the body can be the data of an event in binary mode; no data is of any type. */
  private static boolean isOfData(String type, byte[] body) {
    boolean isEventItself = type.toLowerCase(Locale.ROOT).startsWith(CLOUD_EVENTS_PREFIX);
    return !isEventItself && (body.length == 0 || JsonMediaType.isJson(type));
  }
}
