package io.eventpipeline.ingest.accept;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.EventMark;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.Meters;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts outcomes, and logs each at DEBUG. Threads: any. */
@Singleton
final class RequestOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(RequestOutcomes.class);

  private final Meters<IngestMetric> meters;

  RequestOutcomes(Meters<IngestMetric> meters) {
    this.meters = meters;
  }

  /** Returns what it counts. */
  RequestResult<List<ItemOutcome>> count(RequestResult<List<ItemOutcome>> result) {
    result.outcome().forEach(this::count);
    return result;
  }

  private void count(ItemOutcome outcome) {
    meters.count(IngestMetric.RECEIVED);
    switch (outcome) {
      case ItemOutcome.Accepted(String id) -> {
        meters.count(IngestMetric.ACCEPTED);
        log(id, "accepted");
      }
      case ItemOutcome.Duplicate(String id) -> {
        meters.count(IngestMetric.DUPLICATES);
        log(id, "duplicate");
      }
      case ItemOutcome.Conflict(String id) -> countRefused("conflict", id);
      case ItemOutcome.Invalid(var errors, String id) -> countRefused("invalid", id);
      case ItemOutcome.TooLarge(int bytes, int most, String id) -> countRefused("too_large", id);
      case ItemOutcome.RateLimited(String id, var retryAfter, var policy) ->
          countRefused("rate_limited", id);
      case ItemOutcome.Unavailable(String id) -> countRefused("unavailable", id);
    }
  }

  /** Counts a batch that cannot be read as one event. */
  void countUnreadable() {
    meters.count(IngestMetric.RECEIVED);
    countRefused("invalid", null);
  }

  private void countRefused(String reason, @Nullable String id) {
    meters.count(IngestMetric.REFUSED, reason, 1);
    log(id, reason);
  }

  private static void log(@Nullable String id, String outcome) {
    if (LOG.isDebugEnabled()) {
      try (EventMark _ = EventMark.of(id)) {
        LOG.atDebug().addKeyValue(Field.OUTCOME, outcome).log("event {} is {}", id, outcome);
      }
    }
  }
}
