package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.observe.Meters;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Counts what Redis said of events. Loop only. */
final class Tally {
  private final Meters<Metric> meters;

  Tally(Meters<Metric> meters) {
    this.meters = meters;
  }

  /** What claimed events are. */
  void claimed(List<ClaimCode> codes) {
    for (ClaimCode code : codes) {
      if (code == ClaimCode.FINAL || code == ClaimCode.FINAL_ELSEWHERE) {
        meters.count(Metric.DUPLICATES);
      }
    }
  }

  /** What became of events. */
  void settled(List<Entry> entries, List<SettleCode> codes) {
    long now = System.currentTimeMillis();
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case SETTLED -> settled(entries.get(i), now);
        case FINAL, FINAL_ELSEWHERE -> meters.count(Metric.DUPLICATES);
        case MOVED, BUSY, UNSETTLED -> {}
      }
    }
  }

  private void settled(Entry entry, long now) {
    meters.took(Metric.TO_FINAL, TimeUnit.MILLISECONDS.toNanos(Math.max(0, now - entry.logTime())));
    switch (entry.verdict()) {
      case Verdict.Processed processed -> meters.count(Metric.PROCESSED);
      case Verdict.Skipped skipped -> meters.count(Metric.SKIPPED);
      case Verdict.Failed failed -> meters.count(Metric.FAILED, reason(failed.failure()), 1);
      case null -> throw new IllegalStateException("settled without a verdict: " + entry.id());
    }
  }

  private static String reason(Failure failure) {
    return switch (failure.errorClass()) {
      case "InvalidEvent" -> "invalid";
      case "NoHandler" -> "no_handler";
      case "CrashLoop" -> "crash_loop";
      case "SeqTooFarAhead" -> "seq_too_far";
      case "PlaceGivenUp" -> "place_given_up";
      default -> "handler";
    };
  }
}
