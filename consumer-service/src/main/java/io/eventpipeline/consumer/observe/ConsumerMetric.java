package io.eventpipeline.consumer.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the consumer. The table in docs/reference.md repeats it, and a test compares. */
public enum ConsumerMetric implements Metered {
  CONSUMED(
      Meter.counter(
          "consumer.consumed", "records", "Read from Kafka, records read again included")),
  PROCESSED(Meter.counter("consumer.processed", "events", "Became `processed`")),
  FAILED(
      Meter.counter(
              "consumer.failed", "events", "Became `failed` and went to the dead-letter queue")
          .by(
              "reason",
              "handler",
              "no_handler",
              "invalid",
              "crash_loop",
              "seq_too_far",
              "place_given_up",
              "bad_emission")),
  DEAD_LETTERS(
      Meter.gauge(
          "consumer.dead.letters",
          "events",
          "In the dead-letter queue; the same number at every consumer; NaN until Redis answers")),
  SKIPPED(
      Meter.counter(
          "consumer.skipped", "events", "Became `skipped`: their seq was given up or taken")),
  REPLAYS(
      Meter.counter(
              "consumer.replays",
              "records",
              "With a replay token, by what became of them: superseded = a later mark counts,"
                  + " no_right = run as if they had no token")
          .by("outcome", "processed", "failed", "superseded", "no_right")),
  DUPLICATES(
      Meter.counter(
          "consumer.duplicates",
          "records",
          "Not run, because their event is final: sent twice or read again")),
  RETRIED(
      Meter.counter(
          "consumer.retried", "attempts", "Failed attempts that are followed by another")),
  POSTPONED(
      Meter.counter(
          "consumer.postponed",
          "attempts",
          "Attempts that threw `Unavailable`: what the handler needs is away")),
  MISROUTED(
      Meter.counter(
          "consumer.misrouted",
          "records",
          "In another partition than murmur2 of the user gives: set the producer's partitioner")),
  WINDOW_TS_FOREIGN(
      Meter.counter(
          "consumer.window.ts.foreign",
          "records",
          "Counted at the record's time, because the event time is more than 130 s away from it")),
  WINDOW_LATE(
      Meter.counter(
          "consumer.window.late",
          "events",
          "Processed, but too old for the window log when they became final: not counted")),
  HANDLER(Meter.timer("consumer.handler", "One attempt: how long the handler ran")),
  TO_FINAL(
      Meter.timer(
          "consumer.event.to.final", "From the event's time in Kafka's log until it is final")),
  LAG(
      Meter.gauge(
              "consumer.lag",
              "records",
              "From the oldest record that is not final to the end; while one waits, final ones"
                  + " after it count")
          .by("partition")),
  OLDEST(
      Meter.gauge(
              "consumer.oldest.age.seconds",
              "seconds",
              "Age of the oldest event that was read and is not final; 0 if there is none")
          .by("partition")),
  UNFINISHED(Meter.gauge("consumer.unfinished", "records", "Read and not final").by("partition")),
  MEMORY(
      Meter.gauge(
              "consumer.memory.used",
              "ratio",
              "Used part of the partition's memory bound; at 1 the partition is"
                  + " paused until it is below 0.5")
          .by("partition")),
  SPAN(
      Meter.gauge(
              "consumer.log.span",
              "offsets",
              "From the oldest record that is not final to the last one read; at"
                  + " `pause.max-log-span` the partition is paused")
          .by("partition")),
  WAITING(
      Meter.gauge(
              "consumer.lanes.waiting",
              "users",
              "Wait for a missing seq, for a retry, for a handler over its timeout to return, or"
                  + " for the end of their pause")
          .by("why", "gap", "retry", "handler", "paused")),
  LONGEST_WAIT(
      Meter.gauge(
          "consumer.longest.wait.seconds",
          "seconds",
          "The longest that a user with events has waited, if it is not paused; looked at every"
              + " 2 s")),
  PAUSED_USERS(
      Meter.gauge(
          "consumer.paused.users",
          "users",
          "Paused, with and without events; the same number at every consumer; NaN until Redis"
              + " answers")),
  PAUSES_ENDED(
      Meter.counter(
              "consumer.pauses.ended",
              "pauses",
              "Ended early, because the user's events filled half of the memory bound, or its first"
                  + " one was `pause.max-log-span` offsets back")
          .by("bound", "memory", "log_span")),
  PAUSES(
      Meter.counter(
          "consumer.pauses",
          "times",
          "A partition reached its memory bound or `pause.max-log-span` and was paused")),
  REBALANCES(
      Meter.counter(
              "consumer.rebalances", "partitions", "Assigned to this consumer, revoked or lost")
          .by("change", "assigned", "revoked", "lost")),
  POLL_AGE(
      Meter.gauge("consumer.poll.age.seconds", "seconds", "Since the poll thread last came round")),
  RULES_WITHOUT_VALUE(
      Meter.counter(
          "consumer.rules.without.value",
          "emissions",
          "Not made by a rule: the event lacks a value that its text needs, or the text is too"
              + " long")),
  OUTBOX_BACKLOG(
      Meter.gauge(
          "consumer.outbox.backlog",
          "emissions",
          "Wait for the push workers; at `outbox.max-backlog` nothing is read; NaN until Redis"
              + " answers")),
  OUTBOX_DEGRADED(
      Meter.gauge(
          "consumer.outbox.degraded",
          "1 or 0",
          "1 while emissions pile up, or nobody reads them; `/health` says which")),
  REDIS_UP(Meter.gauge("consumer.redis.up", "1 or 0", "1 while Redis takes our writes")),
  REDIS_SCRIPTS(Meter.counter("consumer.redis.scripts", "scripts", "Sent to Redis")),
  REDIS_ROUND_TRIP(
      Meter.timer(
          "consumer.redis.round.trip",
          "From a flush of queued scripts to the answer to the first of them"));

  private final Meter meter;

  ConsumerMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
