package io.eventpipeline.consumer.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Recent;
import io.eventpipeline.runtime.observe.Since;
import io.eventpipeline.runtime.observe.Summary;
import io.eventpipeline.runtime.observe.SummaryLine;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the consumer did lately. One thread. */
@Singleton
final class ConsumerSummary implements Summary {
  private final Meters<ConsumerMetric> meters;
  private final Since processed;
  private final Since failed;
  private final Since skipped;
  private final Recent toFinal;

  ConsumerSummary(Meters<ConsumerMetric> meters) {
    this.meters = meters;
    this.processed = meters.since(ConsumerMetric.PROCESSED);
    this.failed = meters.since(ConsumerMetric.FAILED);
    this.skipped = meters.since(ConsumerMetric.SKIPPED);
    this.toFinal = meters.recent(ConsumerMetric.TO_FINAL);
  }

  @Override
  public @Nullable SummaryLine since(double seconds) {
    long failures = failed.more();
    long skips = skipped.more();
    long events = processed.more() + failures + skips;
    long p95 = toFinal.atMost(0.95).toMillis();
    long lag = Math.round(meters.sum(ConsumerMetric.LAG));
    long oldest = Math.round(meters.max(ConsumerMetric.OLDEST));
    if (events == 0 && lag == 0 && oldest == 0) {
      return null;
    }
    return new SummaryLine()
        .with("events_per_s", Math.round(events / seconds), "%s events/s")
        .with("failed", failures, "%s failed")
        .with("skipped", skips, "%s skipped")
        .with("dead_letters", deadLetters(), "%s dead letters")
        .with("p95_ms", p95, "p95 %s ms")
        .with("lag", lag, "lag %s")
        .with("oldest_s", oldest, "oldest %s s");
  }

  /** Null while nobody knows. */
  private @Nullable Long deadLetters() {
    double count = meters.max(ConsumerMetric.DEAD_LETTERS);
    return Double.isNaN(count) ? null : Long.valueOf(Math.round(count));
  }
}
