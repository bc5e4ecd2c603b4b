package io.eventpipeline.query.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Recent;
import io.eventpipeline.runtime.observe.Since;
import io.eventpipeline.runtime.observe.Summary;
import io.eventpipeline.runtime.observe.SummaryLine;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the query service did lately. One thread. */
@Singleton
final class QuerySummary implements Summary {
  private final Meters<QueryMetric> meters;
  private final Since computed;
  private final Since uploads;
  private final Recent answer;

  QuerySummary(Meters<QueryMetric> meters) {
    this.meters = meters;
    computed = meters.since(QueryMetric.COMPUTED);
    uploads = meters.since(QueryMetric.UPLOADS);
    answer = meters.recent(QueryMetric.ANSWER);
  }

  @Override
  public @Nullable SummaryLine since(double seconds) {
    long answers = computed.more();
    long tables = uploads.more();
    long p95 = answer.atMost(0.95).toMillis();
    if (answers + tables == 0) {
      return null;
    }
    return new SummaryLine()
        .with("computed_per_s", Math.round(answers / seconds), "%s answers computed/s")
        .with("p95_ms", p95, "p95 %s ms")
        .with("events", Math.round(meters.max(QueryMetric.MIRROR_EVENTS)), "%s events in memory")
        .with("uploads", tables, "%s uploads");
  }
}
