package io.eventpipeline.contract.forms;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.Parsed;

/** Turns a record that is not in our own form into an event. Threads: any. */
final class ForeignRecord {
  private ForeignRecord() {}

  /**
   * @param idPointer of the id, which a record must have
   * @param recordTimestamp when the event was accepted, unix milliseconds
   */
  static Parsed<Event> event(Parsed<EventDraft> parsed, String idPointer, long recordTimestamp) {
    return switch (parsed) {
      case Parsed.Invalid<EventDraft> bad -> bad.as();
      case Parsed.Valid<EventDraft>(EventDraft draft) ->
          draft.eventId() == null
              ? Parsed.invalid(idPointer, EventFields.MISSING)
              : new Parsed.Valid<>(event(draft.eventId(), draft, recordTimestamp));
    };
  }

  private static Event event(String id, EventDraft draft, long recordTimestamp) {
    return new Event(
        id,
        draft.userId(),
        SharedTypes.shared(draft.type()),
        draft.seq(),
        draft.payload(),
        recordTimestamp,
        draft.ts() == null ? recordTimestamp : draft.ts());
  }
}
