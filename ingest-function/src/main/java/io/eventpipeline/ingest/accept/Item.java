package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import io.eventpipeline.ingest.idempotency.KeyStatus;
import org.jspecify.annotations.Nullable;

/** One item of a batch, on its way. */
sealed interface Item {
  /** The event, if it is published unless it is limited; null if not, or not yet. */
  default @Nullable EventDraft asksForPlace() {
    return switch (this) {
      case Plain plain -> plain.draft();
      case Keyed keyed -> keyed.standing() == KeyStatus.FIRST ? keyed.draft() : null;
      case Bad bad -> null;
    };
  }

  /** It goes no further. */
  record Bad(ItemOutcome outcome) implements Item {}

  /** It names no idempotency key. */
  record Plain(EventDraft draft) implements Item {}

  /** It names one. */
  record Keyed(EventDraft draft, KeyClaim attempt, KeyStatus standing) implements Item {
    Keyed standing(KeyStatus now) {
      return new Keyed(draft, attempt, now);
    }
  }
}
