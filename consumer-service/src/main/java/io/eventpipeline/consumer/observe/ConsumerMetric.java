package io.eventpipeline.consumer.observe;

import io.eventpipeline.runtime.observe.Meter;
import io.eventpipeline.runtime.observe.Metered;

/** Every meter of the consumer; the README's table is made of it. */
public enum ConsumerMetric implements Metered {
  CONSUMED(
      Meter.counter("consumer.consumed", "records", "Read from Kafka, those read again included")),
  PROCESSED(Meter.counter("consumer.processed", "events", "Became `processed`")),
  FAILED(
      Meter.counter(
              "consumer.failed", "events", "Became `failed`, and stand in the dead-letter queue")
          .by(
              "reason",
              "handler",
              "no_handler",
              "invalid",
              "crash_loop",
              "seq_too_far",
              "place_given_up")),
  DEAD_LETTERS(
      Meter.gauge(
          "consumer.dead.letters",
          "events",
          "In the dead-letter queue, the same number at every consumer; NaN until Redis said it")),
  SKIPPED(
      Meter.counter(
          "consumer.skipped", "events", "Became `skipped`: their place was gone or taken")),
  DUPLICATES(
      Meter.counter(
          "consumer.duplicates",
          "records",
          "Passed over, their event being final: sent twice, or read again")),
  RETRIED(
      Meter.counter(
          "consumer.retried", "runs", "Handler runs that failed, with another to follow")),
  POSTPONED(
      Meter.counter(
          "consumer.postponed",
          "runs",
          "Handler runs that found what they need away (`Unavailable`)")),
  MISROUTED(
      Meter.counter(
          "consumer.misrouted",
          "records",
          "In another partition than murmur2 of the user: set the producer's partitioner")),
  HANDLER(Meter.timer("consumer.handler", "One run of a handler")),
  TO_FINAL(
      Meter.timer(
          "consumer.event.to.final", "From the event's time in Kafka's log until it is final")),
  LAG(
      Meter.gauge("consumer.lag", "records", "In the partition, and not final or not read")
          .by("partition")),
  OLDEST(
      Meter.gauge(
              "consumer.oldest.age.seconds",
              "seconds",
              "Age of the oldest event that was read and is not final, 0 if all are")
          .by("partition")),
  UNFINISHED(Meter.gauge("consumer.unfinished", "records", "Read and not final").by("partition")),
  MEMORY(
      Meter.gauge(
              "consumer.memory.used",
              "ratio",
              "Of the partition's memory bound; at 1 it is paused, until it is below 0.5")
          .by("partition")),
  SPAN(
      Meter.gauge(
              "consumer.log.span",
              "offsets",
              "From the oldest unfinished record to the last one read; at `pause.max-log-span` the"
                  + " partition is paused")
          .by("partition")),
  WAITING(
      Meter.gauge(
              "consumer.lanes.waiting",
              "users",
              "Wait for a missing seq, for a retry, for a handler over its timeout to return")
          .by("why", "gap", "retry", "handler")),
  PAUSES(
      Meter.counter(
          "consumer.pauses",
          "times",
          "A partition was paused, at its memory bound or `pause.max-log-span`")),
  REBALANCES(
      Meter.counter("consumer.rebalances", "partitions", "Came and went")
          .by("change", "assigned", "revoked", "lost")),
  POLL_AGE(
      Meter.gauge("consumer.poll.age.seconds", "seconds", "Since the poll loop last came round")),
  REDIS_UP(Meter.gauge("consumer.redis.up", "1 or 0", "Redis is there and takes our writes")),
  REDIS_SCRIPTS(Meter.counter("consumer.redis.scripts", "scripts", "Sent to Redis")),
  REDIS_ROUND_TRIP(
      Meter.timer(
          "consumer.redis.round.trip",
          "From a flush of gathered scripts to the answer of its first"));

  private final Meter meter;

  ConsumerMetric(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Meter meter() {
    return meter;
  }
}
