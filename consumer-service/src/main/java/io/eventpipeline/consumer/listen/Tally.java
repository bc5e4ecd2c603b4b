package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.contract.Event;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what Redis said of the events of a partition, and tells it line by line if asked. Loop
 * only.
 */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final Meters<Metric> meters;
  private final int partition;

  Tally(Meters<Metric> meters, int partition) {
    this.meters = meters;
    this.partition = partition;
  }

  /** What claimed events are. */
  void claimed(List<Entry> entries, List<ClaimCode> codes) {
    for (int i = 0; i < entries.size(); i++) {
      ClaimCode code = codes.get(i);
      if (code == ClaimCode.FINAL || code == ClaimCode.FINAL_ELSEWHERE) {
        duplicate(entries.get(i), System.currentTimeMillis());
      }
    }
  }

  /** What became of events. */
  void settled(List<Entry> entries, List<SettleCode> codes) {
    long now = System.currentTimeMillis();
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case SETTLED -> settled(entries.get(i), now);
        case FINAL, FINAL_ELSEWHERE -> duplicate(entries.get(i), now);
        case MOVED, BUSY, UNSETTLED -> {}
      }
    }
  }

  private void duplicate(Entry entry, long now) {
    meters.count(Metric.DUPLICATES);
    tell(entry, "duplicate", age(entry, now));
  }

  private void settled(Entry entry, long now) {
    long age = age(entry, now);
    meters.took(Metric.TO_FINAL, TimeUnit.MILLISECONDS.toNanos(age));
    switch (entry.verdict()) {
      case Verdict.Processed processed -> {
        meters.count(Metric.PROCESSED);
        tell(entry, "processed", age);
      }
      case Verdict.Skipped skipped -> {
        meters.count(Metric.SKIPPED);
        tell(entry, "skipped", age);
      }
      case Verdict.Failed failed -> {
        meters.count(Metric.FAILED, reason(failed.failure()), 1);
        tell(entry, "failed", age);
      }
      case null -> throw new IllegalStateException("settled without a verdict: " + entry.id());
    }
  }

  /** Since it came into the log, milliseconds from 0. */
  private static long age(Entry entry, long now) {
    return Math.max(0, now - entry.logTime());
  }

  private void tell(Entry entry, String outcome, long ms) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    Event event = entry.event();
    Verdict verdict = entry.verdict();
    LOG.atDebug()
        .addKeyValue(Field.EVENT_ID, entry.id())
        .addKeyValue(Field.USER_ID, event == null ? null : event.userId())
        .addKeyValue(Field.PARTITION, partition)
        .addKeyValue(Field.OFFSET, entry.offset())
        .addKeyValue(Field.ATTEMPT, verdict == null ? entry.attempts() : verdict.attempts())
        .addKeyValue(Field.OUTCOME, outcome)
        .addKeyValue(Field.DURATION_MS, ms)
        .log("event {} is {} after {} ms", entry.id(), outcome, ms);
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
