package io.eventpipeline.ingest.status;

/** The result of looking up one event. */
public sealed interface StatusLookup {
  /** The event is final. */
  record Final(FinalState state) implements StatusLookup {}

  /** No final state: not yet, no longer, or the event was never sent. */
  record NotFinal() implements StatusLookup {}

  /** Redis did not answer in time. */
  record RedisAway() implements StatusLookup {}
}
