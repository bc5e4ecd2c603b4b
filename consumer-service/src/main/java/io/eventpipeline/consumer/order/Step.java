package io.eventpipeline.consumer.order;

import java.util.List;

/**
 * What a lane wants done. The caller carries it out and brings the answer to the method of {@link
 * Lanes} that has its past participle: a Claim to {@code claimed}, a Settle to {@code settled}.
 */
public sealed interface Step {
  Lane lane();

  /** Its share of a script: one for itself, and one for each event. At least 1. */
  default int size() {
    return switch (this) {
      case Claim claim -> 1 + claim.entries().size();
      case Settle settle -> 1 + settle.entries().size();
      case Release release -> 1 + release.entries().size();
      case Handle handle -> 1;
      case Jump jump -> 1;
    };
  }

  /**
   * Lease these events, in this order.
   *
   * @param quarantined the lane is in the quarantine, so events that were cut off may run
   */
  record Claim(Lane lane, List<PendingEvent> entries, boolean quarantined) implements Step {
    /** True if its only event is a replay: it has a script of its own. */
    public boolean isReplay() {
      return entries.getFirst().isReplay();
    }
  }

  /** Run the handler for the events of the run without a verdict, one after another. */
  record Handle(Lane lane, ClaimedRun run) implements Step {}

  /** Make the verdicts of these events final, in this order. */
  record Settle(Lane lane, List<PendingEvent> entries) implements Step {
    /** True if its only event is a replay: it has a script of its own. */
    public boolean isReplay() {
      return entries.getFirst().isReplay();
    }
  }

  /** Give up the seqs from {@code from} to {@code to}, which is excluded. */
  record Jump(Lane lane, long from, long to) implements Step {}

  /** Give up the leases of these events. */
  record Release(Lane lane, List<PendingEvent> entries) implements Step {}
}
