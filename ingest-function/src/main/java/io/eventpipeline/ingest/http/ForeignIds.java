package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.cloudevents.JsonMediaType;
import io.eventpipeline.ingest.http.api.EventsApi;
import io.eventpipeline.ingest.webhook.WebhookSources;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses events with ids that belong to a webhook source. Threads: any. */
@Singleton
final class ForeignIds {
  private final WebhookSources sources;

  ForeignIds(WebhookSources sources) {
    this.sources = sources;
  }

  /** The event itself, or Invalid. */
  Parsed<EventDraft> refuse(Parsed<EventDraft> event, HttpRequest<?> request) {
    boolean isCloudEvent =
        isOfType(EventsApi.CLOUD_EVENT, request) || CloudEventHeaders.areIn(request.getHeaders());
    return refuse(event, isCloudEvent ? "/id" : "/eventId");
  }

  /** The same events, some of them Invalid. */
  Parsed<List<Parsed<EventDraft>>> refuseAll(
      Parsed<List<Parsed<EventDraft>>> events, HttpRequest<?> request) {
    if (!(events instanceof Parsed.Valid<List<Parsed<EventDraft>>>(var all))) {
      return events;
    }
    boolean areCloudEvents = isOfType(EventsApi.CLOUD_EVENTS, request);
    List<Parsed<EventDraft>> checked = new ArrayList<>(all.size());
    for (Parsed<EventDraft> event : all) {
      int index = checked.size();
      checked.add(
          refuse(event, areCloudEvents ? "/" + index + "/id" : "/events/" + index + "/eventId"));
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
