package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.consumer.handle.EventFields;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
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
 * too if asked. Event loop only.
 */
final class EventOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(EventOutcomes.class);

  private final Meters<ConsumerMetric> meters;
  private final int partition;
  private final String partitionText;

  /** Offsets of what was sent to be made final, and may be so already without our knowing. */
  private final Set<Long> unanswered = new HashSet<>();

  EventOutcomes(Meters<ConsumerMetric> meters, int partition) {
    this.meters = meters;
    this.partition = partition;
    this.partitionText = Integer.toString(partition);
  }

  /** What claimed events are. */
  void claimed(List<PendingEvent> entries, List<ClaimCode> codes) {
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case FINAL -> foundFinal(entries.get(i), SystemTime.unixMillis());
        case FINAL_ELSEWHERE -> duplicate(entries.get(i), SystemTime.unixMillis());
        default -> {}
      }
    }
  }

  /** What became of events. */
  void settled(List<PendingEvent> entries, List<SettleCode> codes) {
    long now = SystemTime.unixMillis();
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

  private void foundFinal(PendingEvent entry, long now) {
    if (unanswered.remove(entry.offset()) && entry.verdict() != null) {
      settled(entry, now); // by us, and the answer was lost
    } else {
      duplicate(entry, now);
    }
  }

  private void duplicate(PendingEvent entry, long now) {
    meters.count(ConsumerMetric.DUPLICATES);
    tell(entry, "duplicate", age(entry, now));
  }

  private void settled(PendingEvent entry, long now) {
    unanswered.remove(entry.offset());
    long age = age(entry, now);
    meters.took(ConsumerMetric.TO_FINAL, TimeUnit.MILLISECONDS.toNanos(age));
    switch (entry.verdict()) {
      case Verdict.Processed processed -> {
        meters.count(ConsumerMetric.PROCESSED);
        tell(entry, "processed", age);
      }
      case Verdict.Skipped skipped -> {
        meters.count(ConsumerMetric.SKIPPED);
        tell(entry, "skipped", age);
      }
      case Verdict.Failed failed -> {
        meters.count(ConsumerMetric.FAILED, reason(failed.failure()), 1);
        tellFailed(entry, failed, age);
      }
      case null -> throw new IllegalStateException("settled without a verdict: " + entry.id());
    }
  }

  /** Since it came into the log, milliseconds from 0. */
  private static long age(PendingEvent entry, long now) {
    return Math.max(0, now - entry.logTime());
  }

  private void tell(PendingEvent entry, String outcome, long ms) {
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
  private void tellFailed(PendingEvent entry, Verdict.Failed failed, long ms) {
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
