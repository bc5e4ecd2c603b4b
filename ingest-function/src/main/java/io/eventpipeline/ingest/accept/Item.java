package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import org.jspecify.annotations.Nullable;

/** One event of a request, by what it needs next. */
sealed interface Item {
  /** Needs nothing more: its outcome is known. */
  record Decided(ItemOutcome outcome) implements Item {}

  /** Waits for the outcome of an earlier item that has the same key and content, or the same id. */
  record Repeat(int earlier) implements Item {
    static ItemOutcome outcome(ItemOutcome earlier) {
      return earlier instanceof ItemOutcome.Accepted(String id)
          ? new ItemOutcome.Duplicate(id)
          : earlier;
    }
  }

  /** Must reserve its idempotency key, or wait for the request that holds it. */
  record Keyed(EventDraft draft, KeyClaim claim) implements Item {
    String eventId() {
      return claim.eventIdOf(draft);
    }
  }

  /**
   * Must get a permit and be published.
   *
   * @param claim on its idempotency key, which is reserved; null if it has no key
   */
  record Ready(EventDraft draft, String eventId, @Nullable KeyClaim claim) implements Item {}
}
