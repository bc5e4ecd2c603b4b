package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.Parsed;
import java.util.ArrayList;
import java.util.List;

/** Gives the items of a batch idempotency keys made from the key of the whole request. */
final class RequestKey {
  /** In no key that a client can send, so that no key of its own is the same as one made here. */
  private static final char SEPARATOR = '\n';

  private RequestKey() {}

  /**
   * The same items. Those without a key of their own get one made from the sender's key and their
   * position in the batch, if the sender named one.
   */
  static List<Parsed<EventDraft>> given(List<Parsed<EventDraft>> items, Sender sender) {
    String ofRequest = sender.idempotencyKey();
    if (ofRequest == null) {
      return items;
    }
    List<Parsed<EventDraft>> keyed = new ArrayList<>(items.size());
    for (Parsed<EventDraft> item : items) {
      keyed.add(
          item instanceof Parsed.Valid<EventDraft>(EventDraft draft)
                  && draft.idempotencyKey() == null
              ? new Parsed.Valid<>(draft.underKey(ofRequest + SEPARATOR + keyed.size()))
              : item);
    }
    return keyed;
  }
}
