package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what became of events, and tells it line by line if asked. Threads: any. */
@Singleton
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final Meters<Metric> meters;

  Tally(Meters<Metric> meters) {
    this.meters = meters;
  }

  /** Gives back what it counts. */
  Reply<List<Outcome>> all(Reply<List<Outcome>> reply) {
    reply.result().forEach(this::count);
    return reply;
  }

  /** Gives back what it counts. */
  Reply<Outcome> one(Reply<Outcome> reply) {
    count(reply.result());
    return reply;
  }

  private void count(Outcome outcome) {
    meters.count(Metric.RECEIVED);
    switch (outcome) {
      case Outcome.Accepted(String id) -> {
        meters.count(Metric.ACCEPTED);
        tell(id, "accepted");
      }
      case Outcome.Duplicate(String id) -> {
        meters.count(Metric.DUPLICATES);
        tell(id, "duplicate");
      }
      case Outcome.Conflict(String id) -> refused("conflict", id);
      case Outcome.Invalid(var errors, String id) -> refused("invalid", id);
      case Outcome.TooLarge(int bytes, int most, String id) -> refused("too_large", id);
      case Outcome.RateLimited(String id, var retryAfter, var policy) ->
          refused("rate_limited", id);
      case Outcome.Unavailable(String id) -> refused("unavailable", id);
    }
  }

  /** A batch that cannot be read. */
  void unreadable() {
    meters.count(Metric.RECEIVED);
    refused("invalid", null);
  }

  private void refused(String reason, @Nullable String id) {
    meters.count(Metric.REFUSED, reason, 1);
    tell(id, reason);
  }

  private static void tell(@Nullable String id, String outcome) {
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue(Field.EVENT_ID, id)
          .addKeyValue(Field.OUTCOME, outcome)
          .log("event {} is {}", id, outcome);
    }
  }
}
