package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import org.jspecify.annotations.Nullable;

/** One event of a request, by what is to be done with it next. */
sealed interface Item {
  /** Nothing: its outcome is known. */
  record Decided(ItemOutcome outcome) implements Item {}

  /** It waits for the outcome of an earlier item with the same key and content. */
  record Repeat(int earlier) implements Item {
    static ItemOutcome outcome(ItemOutcome earlier) {
      return earlier instanceof ItemOutcome.Accepted(String id)
          ? new ItemOutcome.Duplicate(id)
          : earlier;
    }
  }

  /** Its idempotency key is to be reserved; or another request holds the key. */
  record Keyed(EventDraft draft, KeyClaim claim) implements Item {
    String eventId() {
      return claim.eventIdOf(draft);
    }
  }

  /**
   * It is to be limited and published.
   *
   * @param claim on its idempotency key, which is reserved; null if it has no key
   */
  record Ready(EventDraft draft, String eventId, @Nullable KeyClaim claim) implements Item {}
}
