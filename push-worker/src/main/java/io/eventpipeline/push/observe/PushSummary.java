package io.eventpipeline.push.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Recent;
import io.eventpipeline.runtime.observe.Since;
import io.eventpipeline.runtime.observe.Summary;
import io.eventpipeline.runtime.observe.SummaryLine;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the push worker did lately. One thread. */
@Singleton
final class PushSummary implements Summary {
  private final Meters<PushMetric> meters;
  private final Since sent;
  private final Since failed;
  private final Recent send;

  PushSummary(Meters<PushMetric> meters) {
    this.meters = meters;
    this.sent = meters.since(PushMetric.SENT);
    this.failed = meters.since(PushMetric.FAILED);
    this.send = meters.recent(PushMetric.SEND);
  }

  @Override
  public @Nullable SummaryLine since(double seconds) {
    long sends = sent.more();
    long failures = failed.more();
    long p95 = send.atMost(0.95).toMillis();
    Long waiting = known(PushMetric.WAITING);
    Long retries = known(PushMetric.RETRIES);
    if (sends + failures == 0 && isNone(waiting) && isNone(retries)) {
      return null;
    }
    return new SummaryLine()
        .with("sent_per_s", Math.round(sends / seconds), "%s sent/s")
        .with("failed", failures, "%s failed")
        .with("dead_letters", known(PushMetric.DEAD), "%s dead letters")
        .with("p95_ms", p95, "p95 %s ms")
        .with("waiting", waiting, "%s waiting")
        .with("retries", retries, "%s to retry")
        .with("oldest_s", known(PushMetric.OLDEST), "oldest %s s");
  }

  private static boolean isNone(@Nullable Long count) {
    return count != null && count == 0;
  }

  /** Null while nobody knows. */
  private @Nullable Long known(PushMetric gauge) {
    double count = meters.max(gauge);
    return Double.isNaN(count) ? null : Long.valueOf(Math.round(count));
  }
}
