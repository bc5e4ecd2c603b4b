package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.idempotency.Attempt;
import io.eventpipeline.ingest.idempotency.Standing;
import org.jspecify.annotations.Nullable;

/** One item of a batch, on its way. */
sealed interface Item {
  /** The event, if it is published unless it is limited; null if not, or not yet. */
  default @Nullable EventDraft asksForPlace() {
    return switch (this) {
      case Plain plain -> plain.draft();
      case Keyed keyed -> keyed.standing() == Standing.FIRST ? keyed.draft() : null;
      case Bad bad -> null;
    };
  }

  /** It goes no further. */
  record Bad(Outcome outcome) implements Item {}

  /** It names no idempotency key. */
  record Plain(EventDraft draft) implements Item {}

  /** It names one. */
  record Keyed(EventDraft draft, Attempt attempt, Standing standing) implements Item {
    Keyed standing(Standing now) {
      return new Keyed(draft, attempt, now);
    }
  }
}
