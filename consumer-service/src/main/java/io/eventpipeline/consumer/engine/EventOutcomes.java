package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.handle.EventLogFields;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of the events of a partition. Logs each failed one at ERROR, all others at
 * DEBUG. Event loop only.
 */
final class EventOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(EventOutcomes.class);

  private final Meters<ConsumerMetric> meters;
  private final String partitionText;
  private final long countedSeconds;

  /** Offsets of settles without an answer: Redis may have made these events final all the same. */
  private final Set<Long> unanswered = new HashSet<>();

  /**
   * @param countedSeconds how old an event of the window log may be, in seconds
   */
  EventOutcomes(Meters<ConsumerMetric> meters, int partition, long countedSeconds) {
    this.meters = meters;
    this.countedSeconds = countedSeconds;
    this.partitionText = Integer.toString(partition);
  }

  /** Records the events that were final before they were claimed. */
  void recordClaimed(List<PendingEvent> entries, List<ClaimCode> codes) {
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case FINAL -> foundFinal(entries.get(i), SystemTime.unixMillis());
        case FINAL_ELSEWHERE -> duplicate(entries.get(i), SystemTime.unixMillis());
        case NO_RIGHT -> meters.count(ConsumerMetric.REPLAYS, "no_right", 1);
        default -> {}
      }
    }
  }

  /** Records the events that became final. */
  void recordSettled(List<PendingEvent> entries, List<SettleCode> codes) {
    long now = SystemTime.unixMillis();
    for (int i = 0; i < entries.size(); i++) {
      switch (codes.get(i)) {
        case SETTLED -> recordFinal(entries.get(i), now);
        case FINAL -> foundSettled(entries.get(i), now);
        case FINAL_ELSEWHERE -> duplicate(entries.get(i), now);
        case MOVED, BUSY, NO_STREAM, UNSETTLED -> {}
      }
    }
  }

  /** Remembers settles without an answer: if their events turn out final, we made them so. */
  void recordUnanswered(List<? extends Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Settle settle) {
        settle.entries().forEach(entry -> unanswered.add(entry.offset()));
      }
    }
  }

  private void foundSettled(PendingEvent entry, long now) {
    if (entry.isReplay() && !unanswered.contains(entry.offset())) {
      superseded(entry, now);
    } else {
      foundFinal(entry, now);
    }
  }

  /** Its lease ended while Redis was away, and another record of the event has the right now. */
  private void superseded(PendingEvent entry, long now) {
    meters.count(ConsumerMetric.REPLAYS, "superseded", 1);
    Verdict verdict = entry.verdict();
    EventLogFields.begin(
        entry, partitionText, verdict == null ? entry.attempts() : verdict.attempts());
    LOG.atWarn()
        .addKeyValue(Field.OUTCOME, "superseded")
        .addKeyValue(Field.DURATION_MS, age(entry, now))
        .log(
            "a replay of event {} counts no more, because its lease ended and the event was settled"
                + " or marked again; its handler may run twice",
            entry.id());
    EventLogFields.end();
  }

  private void foundFinal(PendingEvent entry, long now) {
    if (unanswered.remove(entry.offset()) && entry.verdict() != null) {
      recordFinal(entry, now); // by us: only the answer was lost
    } else {
      duplicate(entry, now);
    }
  }

  private void duplicate(PendingEvent entry, long now) {
    meters.count(ConsumerMetric.DUPLICATES);
    log(entry, "duplicate", age(entry, now));
  }

  private void recordFinal(PendingEvent entry, long now) {
    unanswered.remove(entry.offset());
    long age = age(entry, now);
    meters.record(ConsumerMetric.TO_FINAL, TimeUnit.MILLISECONDS.toNanos(age));
    switch (entry.verdict()) {
      case Verdict.Processed processed -> {
        meters.count(ConsumerMetric.PROCESSED);
        noteReplay(entry, "processed");
        noteLate(entry, now);
        log(entry, "processed", age);
      }
      case Verdict.Skipped skipped -> {
        meters.count(ConsumerMetric.SKIPPED);
        log(entry, "skipped", age);
      }
      case Verdict.Failed failed -> {
        meters.count(ConsumerMetric.FAILED, reason(failed.failure()), 1);
        noteReplay(entry, "failed");
        logFailed(entry, failed, age);
      }
      case null -> throw new IllegalStateException("settled without a verdict: " + entry.id());
    }
  }

  private void noteReplay(PendingEvent entry, String outcome) {
    if (entry.isReplay()) {
      meters.count(ConsumerMetric.REPLAYS, outcome, 1);
    }
  }

  private void noteLate(PendingEvent entry, long now) {
    boolean counts = entry.second() != PendingEvent.NO_SECOND;
    if (counts && now / 1000 - entry.second() >= countedSeconds) {
      meters.count(ConsumerMetric.WINDOW_LATE);
    }
  }

  /** Milliseconds since the event came into Kafka's log, from 0. */
  private static long age(PendingEvent entry, long now) {
    return Math.max(0, now - entry.logTime());
  }

  private void log(PendingEvent entry, String outcome, long ms) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    Verdict verdict = entry.verdict();
    EventLogFields.begin(
        entry, partitionText, verdict == null ? entry.attempts() : verdict.attempts());
    LOG.atDebug()
        .addKeyValue(Field.OUTCOME, outcome)
        .addKeyValue(Field.DURATION_MS, ms)
        .log(
            "{} {} is {} after {} ms",
            entry.isReplay() ? "replayed event" : "event",
            entry.id(),
            outcome,
            ms);
    EventLogFields.end();
  }

  /** Logged when it is final, so that each failed event has exactly one line at ERROR. */
  private void logFailed(PendingEvent entry, Verdict.Failed failed, long ms) {
    EventLogFields.begin(entry, partitionText, failed.attempts());
    LOG.atError()
        .addKeyValue(Field.OUTCOME, "failed")
        .addKeyValue(Field.DURATION_MS, ms)
        .log(
            "{} {} failed after {} attempts and is in the dead-letter queue: {}",
            entry.isReplay() ? "replayed event" : "event",
            entry.id(),
            failed.attempts(),
            failed.failure().error());
    EventLogFields.end();
  }

  private static String reason(Failure failure) {
    return switch (ErrorClass.of(failure.errorClass())) {
      case INVALID_EVENT -> "invalid";
      case NO_HANDLER -> "no_handler";
      case CRASH_LOOP -> "crash_loop";
      case SEQ_TOO_FAR_AHEAD -> "seq_too_far";
      case PLACE_GIVEN_UP -> "place_given_up";
      case BAD_EMISSION -> "bad_emission";
      case THROWN -> "handler";
    };
  }
}
