package io.eventpipeline.contract.forms;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.Parsed;
import java.util.List;

/** What a client sent in one request to {@code /events}, by how it expects the answer. */
public sealed interface SentEvents {
  /** One event, which gets an answer of its own. */
  record One(Parsed<EventDraft> event) implements SentEvents {}

  /**
   * Events in the analytics form, which get one result each. Every event that is valid has an id.
   *
   * @param events in the order sent; invalid if the body is no list of events
   * @param alone whether the body is one event, not an array
   */
  record Analytics(Parsed<List<Parsed<EventDraft>>> events, boolean alone) implements SentEvents {}
}
