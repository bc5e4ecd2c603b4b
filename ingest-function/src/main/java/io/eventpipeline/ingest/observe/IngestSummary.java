package io.eventpipeline.ingest.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Recent;
import io.eventpipeline.runtime.observe.Since;
import io.eventpipeline.runtime.observe.Summary;
import io.eventpipeline.runtime.observe.SummaryLine;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the ingest API did since the last summary. One thread. */
@Singleton
final class IngestSummary implements Summary {
  private final Since accepted;
  private final Since refused;
  private final Recent publish;

  IngestSummary(Meters<IngestMetric> meters) {
    this.accepted = meters.since(IngestMetric.ACCEPTED);
    this.refused = meters.since(IngestMetric.REFUSED);
    this.publish = meters.recent(IngestMetric.PUBLISH);
  }

  @Override
  public @Nullable SummaryLine since(double seconds) {
    long perSecond = Math.round(accepted.more() / seconds);
    long refusals = refused.more();
    long p95 = publish.atMost(0.95).toMillis();
    return perSecond == 0 && refusals == 0
        ? null
        : new SummaryLine()
            .with("events_per_s", perSecond, "%s events/s accepted")
            .with("refused", refusals, "%s refused")
            .with("p95_ms", p95, "publish p95 %s ms");
  }
}
