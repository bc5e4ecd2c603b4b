package io.eventpipeline.ingest.status;

/** What a look-up of one event came to. */
public sealed interface StatusLookup {
  /** It is final. */
  record Final(FinalState state) implements StatusLookup {}

  /** It is not final: not yet, not any more, or it was never sent. */
  record Nothing() implements StatusLookup {}

  /** Redis did not answer in time. */
  record Away() implements StatusLookup {}
}
