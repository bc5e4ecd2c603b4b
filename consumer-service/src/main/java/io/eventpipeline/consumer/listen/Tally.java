package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.handle.EventFields;
import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.contract.Event;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what Redis said of the events of a partition, tells of each failed one, and of all others
 * too if asked. Loop only.
 */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final Meters<Metric> meters;
  private final int partition;
  private final String partitionText;

  /** Offsets of what was sent to be made final, and may be so already without our knowing. */
  private final Set<Long> unanswered = new HashSet<>();

  Tally(Meters<Metric> meters, int partition) {
    this.meters = meters;
    this.partition = partition;
    this.partitionText = Integer.toString(partition);
  }

  /** What claimed events are. */
  void claimed(List<Entry> entries, List<ClaimCode> codes) {
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case FINAL -> foundFinal(entries.get(i), System.currentTimeMillis());
        case FINAL_ELSEWHERE -> duplicate(entries.get(i), System.currentTimeMillis());
        default -> {}
      }
    }
  }

  /** What became of events. */
  void settled(List<Entry> entries, List<SettleCode> codes) {
    long now = System.currentTimeMillis();
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case SETTLED -> settled(entries.get(i), now);
        case FINAL -> foundFinal(entries.get(i), now);
        case FINAL_ELSEWHERE -> duplicate(entries.get(i), now);
        case MOVED, BUSY, UNSETTLED -> {}
      }
    }
  }

  /** These steps were not answered; what Redis says of their events next may be their doing. */
  void unanswered(List<? extends Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Settle settle) {
        settle.entries().forEach(entry -> unanswered.add(entry.offset()));
      }
    }
  }

  private void foundFinal(Entry entry, long now) {
    if (unanswered.remove(entry.offset()) && entry.verdict() != null) {
      settled(entry, now); // by us, and the answer was lost
    } else {
      duplicate(entry, now);
    }
  }

  private void duplicate(Entry entry, long now) {
    meters.count(Metric.DUPLICATES);
    tell(entry, "duplicate", age(entry, now));
  }

  private void settled(Entry entry, long now) {
    unanswered.remove(entry.offset());
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
        tellFailed(entry, failed, age);
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

  /** Here and not where it fails, so that each failed event has one line, whatever failed it. */
  private void tellFailed(Entry entry, Verdict.Failed failed, long ms) {
    EventFields.begin(entry, partitionText, failed.attempts());
    LOG.atError()
        .addKeyValue(Field.OUTCOME, "failed")
        .addKeyValue(Field.DURATION_MS, ms)
        .log(
            "event {} failed after {} attempts and is in the dead-letter queue: {}",
            entry.id(),
            failed.attempts(),
            failed.failure().error());
    EventFields.end();
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
