package io.eventpipeline.consumer.order;

import java.util.List;

/**
 * Something a lane waits for, to be carried out by the caller and answered by the method of {@link
 * Lanes} of the same name.
 */
public sealed interface Step {
  Lane lane();

  /** What it costs whoever carries it out, at least 1: one for itself, and one for each event. */
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
   * Lease these, in this order.
   *
   * @param quarantined the lane holds the place for events that ended the process before
   */
  record Claim(Lane lane, List<PendingEvent> entries, boolean quarantined) implements Step {}

  /** Run the handler for the entries of the run that have no verdict, one after another. */
  record Handle(Lane lane, ClaimedRun run) implements Step {}

  /** Make the verdicts of these final, in this order. */
  record Settle(Lane lane, List<PendingEvent> entries) implements Step {}

  /** Give up the places from {@code from} up to, not including, {@code to}. */
  record Jump(Lane lane, long from, long to) implements Step {}

  /** Let go of the leases of these. */
  record Release(Lane lane, List<PendingEvent> entries) implements Step {}
}
