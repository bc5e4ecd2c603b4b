package io.eventpipeline.contract.forms;

import com.fasterxml.jackson.core.JsonParser;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonItems;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON and checks {@link io.eventpipeline.contract.EventRules}. It recognises the
 * form by the top level and its members, see {@link OwnForm#recognise}. It reads our own form in
 * one pass over the bytes, and any other form in a second one. It keeps the payload exactly as the
 * client sent it, and ignores unknown fields. Times are unix milliseconds. Threads: any.
 */
public final class EventReader {
  private EventReader() {}

  /**
   * Reads the body of {@code POST /events}, unless it is a CloudEvent.
   *
   * @param now the server's time, which {@code ts} must be near to
   */
  public static SentEvents sent(byte[] body, long now) {
    if (AnalyticsForm.isArray(body)) {
      return new SentEvents.Analytics(AnalyticsForm.items(body, now), false);
    }
    return switch (readOwn(body, OwnForm.Source.HTTP)) {
      case Parsed.Invalid<OwnForm> bad -> new SentEvents.One(bad.as());
      case Parsed.Valid<OwnForm>(OwnForm own) ->
          own.recognise() == EventForm.ANALYTICS
              ? new SentEvents.Analytics(AnalyticsForm.alone(body, now), true)
              : new SentEvents.One(draft(own, body, now));
    };
  }

  /**
   * Reads one event in our own or the typed form.
   *
   * @param now the server's time, which {@code ts} must be near to
   */
  public static Parsed<EventDraft> draft(byte[] body, long now) {
    return switch (readOwn(body, OwnForm.Source.HTTP)) {
      case Parsed.Invalid<OwnForm> bad -> bad.as();
      case Parsed.Valid<OwnForm>(OwnForm own) -> draft(own, body, now);
    };
  }

  private static Parsed<EventDraft> draft(OwnForm own, byte[] event, long now) {
    return own.recognise() == EventForm.TYPED ? TypedForm.read(event) : own.toDraft(now);
  }

  /**
   * Reads an event whose parts the client sent separately, under the same rules. Error pointers
   * name the fields of {@code POST /events}; errors in the payload's own text have the pointer
   * {@code ""}.
   *
   * @param payload JSON
   */
  public static Parsed<EventDraft> draft(EventParts parts, byte[] payload) {
    return JsonDocument.object(
        payload, (text, parser) -> new EventFields(text, parser).readParts(parts).toDraft());
  }

  /**
   * Reads the body of {@code POST /events/batch}: one result for each item, in the order sent. Each
   * item is in our own or the typed form. Error pointers begin at the document.
   *
   * @param now the server's time, which {@code ts} must be near to
   */
  public static Parsed<List<Parsed<EventDraft>>> batch(byte[] body, long now) {
    return JsonDocument.object(
        body,
        (text, parser) -> JsonItems.member("events", parser, () -> readItem(text, parser, now)));
  }

  private static Parsed<EventDraft> readItem(byte[] text, JsonParser parser, long now)
      throws IOException {
    OwnForm own = new OwnForm(text, parser, OwnForm.Source.HTTP);
    int from = own.offset();
    own.read();
    return own.recognise() == EventForm.TYPED
        ? TypedForm.read(own.textFrom(from).toBytes())
        : own.toDraft(now);
  }

  /** Reads the value of a Kafka record whose headers tell no form. */
  public static Parsed<Event> event(byte @Nullable [] value, long recordTimestamp) {
    return event(value, false, recordTimestamp);
  }

  /**
   * Reads the value of a Kafka record: our own form, the typed one, or a structured CloudEvent.
   *
   * @param value null is an error
   * @param isCloudEvent whether the record's headers say so; false leaves it to the members
   * @param recordTimestamp replaces a missing timestamp
   */
  public static Parsed<Event> event(
      byte @Nullable [] value, boolean isCloudEvent, long recordTimestamp) {
    if (value == null) {
      return Parsed.invalid("", "must not be null");
    }
    if (isCloudEvent) {
      return ForeignRecord.event(CloudEventJson.draft(value), "/id", recordTimestamp);
    }
    return switch (readOwn(value, OwnForm.Source.KAFKA)) {
      case Parsed.Invalid<OwnForm> bad -> bad.as();
      case Parsed.Valid<OwnForm>(OwnForm own) ->
          switch (own.recognise()) {
            case CLOUD_EVENT ->
                ForeignRecord.event(CloudEventJson.draft(value), "/id", recordTimestamp);
            case TYPED -> ForeignRecord.event(TypedForm.read(value), "/eventId", recordTimestamp);
            case OWN, ANALYTICS -> own.toEvent(recordTimestamp);
          };
    };
  }

  private static Parsed<OwnForm> readOwn(byte[] text, OwnForm.Source source) {
    return JsonDocument.object(
        text, (bytes, parser) -> new Parsed.Valid<>(new OwnForm(bytes, parser, source).read()));
  }
}
