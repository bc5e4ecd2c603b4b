package io.eventpipeline.admin.deadletter;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventWriter;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventParts;
import io.eventpipeline.contract.forms.EventReader;
import org.jspecify.annotations.Nullable;

/**
 * Checks edits of dead letters. Id, user and seq must stay, because they are the event's identity
 * and its place in the order. Type and everything else may change. Pure. Threads: any.
 */
public final class EventEdit {
  private static final String STAYS = "must stay ";

  private EventEdit() {}

  /** Replaces the payload of the event, and nothing else. */
  public static Edited payload(DeadLetter letter, byte[] payload) {
    return switch (letter.event()) {
      case Parsed.Invalid<Event>(var errors, var id) -> noEvent();
      case Parsed.Valid<Event>(Event old) ->
          switch (EventReader.draft(parts(old, isUnordered(old)), payload)) {
            case Parsed.Invalid<EventDraft>(var errors, var id) -> underPayload(errors.getFirst());
            case Parsed.Valid<EventDraft>(EventDraft draft) ->
                draft.seq() == old.seqOrZero()
                    ? new Edited.Accepted(EventWriter.record(old.id(), draft, old.timestamp()))
                    : seqStays(old);
          };
    };
  }

  /** Replaces the whole record. */
  public static Edited record(DeadLetter letter, byte[] record) {
    return switch (letter.event()) {
      case Parsed.Invalid<Event>(var errors, var id) -> noEvent();
      case Parsed.Valid<Event>(Event old) ->
          switch (EventReader.event(record, letter.timestamp())) {
            case Parsed.Invalid<Event>(var errors, var id) -> refused(errors.getFirst());
            case Parsed.Valid<Event>(Event edited) -> compare(old, edited, record);
          };
    };
  }

  private static Edited compare(Event old, Event edited, byte[] record) {
    if (!edited.id().equals(old.id())) {
      return new Edited.Refused("/id", STAYS + "'" + old.id() + "'");
    }
    if (!edited.userId().equals(old.userId())) {
      return new Edited.Refused("/userId", STAYS + "'" + old.userId() + "'");
    }
    return edited.seqOrZero() == old.seqOrZero() ? new Edited.Accepted(record) : seqStays(old);
  }

  private static Edited.Refused seqStays(Event old) {
    return new Edited.Refused(
        "/payload/seq",
        old.seqOrZero() == Event.NO_SEQ ? STAYS + "absent" : STAYS + old.seqOrZero());
  }

  private static Edited.Refused noEvent() {
    return new Edited.Refused("", "cannot be edited: the record holds no valid event, so fix it");
  }

  private static Edited.Refused refused(FieldError error) {
    return new Edited.Refused(error.pointer(), error.detail());
  }

  /** An error of the payload's own text has no pointer. */
  private static Edited.Refused underPayload(FieldError error) {
    return error.pointer().isEmpty()
        ? new Edited.Refused("/payload", error.detail())
        : refused(error);
  }

  /** Whether the sender said that {@code payload.seq} is plain data. The event does not show it. */
  private static boolean isUnordered(Event event) {
    return event.seqOrZero() == Event.NO_SEQ
        && !(EventReader.draft(parts(event, false), event.payload().toBytes())
                instanceof Parsed.Valid<EventDraft>(EventDraft draft)
            && draft.seq() == Event.NO_SEQ);
  }

  private static EventParts parts(Event event, boolean unordered) {
    @Nullable Long ts = event.time() == event.timestamp() ? null : event.time();
    return new EventParts(event.id(), event.userId(), event.type(), ts, unordered);
  }
}
