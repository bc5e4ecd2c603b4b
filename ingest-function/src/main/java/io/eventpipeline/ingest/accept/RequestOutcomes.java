package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what became of events, and tells it line by line if asked. Threads: any. */
@Singleton
final class RequestOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(RequestOutcomes.class);

  private final Meters<IngestMetric> meters;

  RequestOutcomes(Meters<IngestMetric> meters) {
    this.meters = meters;
  }

  /** Gives back what it counts. */
  RequestResult<List<ItemOutcome>> all(RequestResult<List<ItemOutcome>> reply) {
    reply.result().forEach(this::count);
    return reply;
  }

  /** Gives back what it counts. */
  RequestResult<ItemOutcome> one(RequestResult<ItemOutcome> reply) {
    count(reply.result());
    return reply;
  }

  private void count(ItemOutcome outcome) {
    meters.count(IngestMetric.RECEIVED);
    switch (outcome) {
      case ItemOutcome.Accepted(String id) -> {
        meters.count(IngestMetric.ACCEPTED);
        tell(id, "accepted");
      }
      case ItemOutcome.Duplicate(String id) -> {
        meters.count(IngestMetric.DUPLICATES);
        tell(id, "duplicate");
      }
      case ItemOutcome.Conflict(String id) -> refused("conflict", id);
      case ItemOutcome.Invalid(var errors, String id) -> refused("invalid", id);
      case ItemOutcome.TooLarge(int bytes, int most, String id) -> refused("too_large", id);
      case ItemOutcome.RateLimited(String id, var retryAfter, var policy) ->
          refused("rate_limited", id);
      case ItemOutcome.Unavailable(String id) -> refused("unavailable", id);
    }
  }

  /** A batch that cannot be read. */
  void unreadable() {
    meters.count(IngestMetric.RECEIVED);
    refused("invalid", null);
  }

  private void refused(String reason, @Nullable String id) {
    meters.count(IngestMetric.REFUSED, reason, 1);
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
