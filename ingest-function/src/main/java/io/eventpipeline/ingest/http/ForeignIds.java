package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.CloudEventJson;
import io.eventpipeline.contract.forms.JsonMediaType;
import io.eventpipeline.contract.forms.SentEvents;
import io.eventpipeline.ingest.http.api.EventsApi;
import io.eventpipeline.ingest.webhook.WebhookSources;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Refuses events with ids that belong to a webhook source. Threads: any. */
@Singleton
final class ForeignIds {
  private final WebhookSources sources;

  ForeignIds(WebhookSources sources) {
    this.sources = sources;
  }

  /** The same events, some of them Invalid. */
  SentEvents refuse(SentEvents sent, HttpRequest<?> request) {
    return switch (sent) {
      case SentEvents.One(var event) -> new SentEvents.One(refuse(event, pointer(request)));
      case SentEvents.Analytics(var events, boolean alone) ->
          new SentEvents.Analytics(
              refuseAll(events, index -> alone ? "/event_id" : "/" + index + "/event_id"), alone);
    };
  }

  private static String pointer(HttpRequest<?> request) {
    boolean isCloudEvent =
        isOfType(CloudEventJson.MEDIA_TYPE, request)
            || CloudEventHeaders.areIn(request.getHeaders());
    return isCloudEvent ? "/id" : "/eventId";
  }

  /** The same batch, some of its events Invalid. */
  Parsed<List<Parsed<EventDraft>>> refuseAll(
      Parsed<List<Parsed<EventDraft>>> events, HttpRequest<?> request) {
    return isOfType(EventsApi.CLOUD_EVENTS, request)
        ? refuseAll(events, index -> "/" + index + "/id")
        : refuseAll(events, index -> "/events/" + index + "/eventId");
  }

  private Parsed<List<Parsed<EventDraft>>> refuseAll(
      Parsed<List<Parsed<EventDraft>>> events, IntFunction<String> pointer) {
    if (!(events instanceof Parsed.Valid<List<Parsed<EventDraft>>>(var all))) {
      return events;
    }
    List<Parsed<EventDraft>> checked = new ArrayList<>(all.size());
    for (Parsed<EventDraft> event : all) {
      checked.add(refuse(event, pointer.apply(checked.size())));
    }
    return new Parsed.Valid<>(checked);
  }

  private Parsed<EventDraft> refuse(Parsed<EventDraft> event, String pointer) {
    String prefix =
        event instanceof Parsed.Valid<EventDraft>(EventDraft draft)
            ? reservedPrefix(draft.eventId())
            : null;
    return prefix == null
        ? event
        : new Parsed.Invalid<>(
            List.of(
                new FieldError(pointer, "must not begin with " + prefix + ", as webhooks' ids do")),
            null);
  }

  private @Nullable String reservedPrefix(@Nullable String eventId) {
    return eventId == null ? null : sources.reservedPrefix(eventId);
  }

  private static boolean isOfType(String name, HttpRequest<?> request) {
    String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    return type != null && JsonMediaType.isNamed(name, type);
  }
}
