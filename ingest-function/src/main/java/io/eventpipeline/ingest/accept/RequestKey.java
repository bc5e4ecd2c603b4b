package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the idempotency key of a whole request into keys of its events. */
final class RequestKey {
  private static final List<FieldError> KEYS_DIFFER =
      List.of(new FieldError("/idempotencyKey", "must equal the header Idempotency-Key"));

  /** Cannot occur in a client's key, so no client's key equals one that is made here. */
  private static final char SEPARATOR = '\n';

  private RequestKey() {}

  /**
   * Gives the request's key to its only event. An event with another key of its own is invalid.
   *
   * @param key of the request, or null
   */
  static Parsed<EventDraft> applyToOne(Parsed<EventDraft> event, @Nullable String key) {
    if (key == null || !(event instanceof Parsed.Valid<EventDraft>(EventDraft draft))) {
      return event;
    }
    String own = draft.idempotencyKey();
    if (own == null) {
      return new Parsed.Valid<>(draft.underKey(key));
    }
    return own.equals(key) ? event : new Parsed.Invalid<>(KEYS_DIFFER, draft.eventId());
  }

  /**
   * Gives each event without a key of its own one made from the request's key and the event's
   * position in the batch.
   *
   * @param key of the request, or null
   */
  static List<Parsed<EventDraft>> applyToAll(
      List<Parsed<EventDraft>> events, @Nullable String key) {
    if (key == null) {
      return events;
    }
    List<Parsed<EventDraft>> keyed = new ArrayList<>(events.size());
    for (Parsed<EventDraft> event : events) {
      keyed.add(
          event instanceof Parsed.Valid<EventDraft>(EventDraft draft)
                  && draft.idempotencyKey() == null
              ? new Parsed.Valid<>(draft.underKey(key + SEPARATOR + keyed.size()))
              : event);
    }
    return keyed;
  }
}
