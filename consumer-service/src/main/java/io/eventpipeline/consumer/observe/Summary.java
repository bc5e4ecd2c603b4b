package io.eventpipeline.consumer.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Recent;
import io.eventpipeline.runtime.observe.Since;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line each ten seconds, while there is something to do. One thread. */
@Context
final class Summary {
  private static final Logger LOG = LoggerFactory.getLogger(Summary.class);

  private final Meters<Metric> meters;
  private final Since processed;
  private final Since failed;
  private final Since skipped;
  private final Recent toFinal;
  private long last = System.nanoTime();

  Summary(Meters<Metric> meters) {
    this.meters = meters;
    this.processed = meters.since(Metric.PROCESSED);
    this.failed = meters.since(Metric.FAILED);
    this.skipped = meters.since(Metric.SKIPPED);
    this.toFinal = meters.recent(Metric.TO_FINAL);
  }

  @Scheduled(fixedRate = "10s", initialDelay = "10s")
  void log() {
    long now = System.nanoTime();
    double seconds = (double) (now - last) / TimeUnit.SECONDS.toNanos(1);
    last = now;
    long failures = failed.more();
    long skips = skipped.more();
    long events = processed.more() + failures + skips;
    long p95 = toFinal.atMost(0.95).toMillis();
    long lag = Math.round(meters.sum(Metric.LAG));
    String deadLetters = deadLetters();
    long oldest = Math.round(meters.max(Metric.OLDEST));
    if (events == 0 && lag == 0 && oldest == 0) {
      return;
    }
    long perSecond = Math.round(events / seconds);
    LOG.atInfo()
        .addKeyValue("events_per_s", perSecond)
        .addKeyValue("failed", failures)
        .addKeyValue("skipped", skips)
        .addKeyValue("dead_letters", deadLetters.isEmpty() ? null : Long.valueOf(deadLetters))
        .addKeyValue("p95_ms", p95)
        .addKeyValue("lag", lag)
        .addKeyValue("oldest_s", oldest)
        .log(
            "{} events/s, {} failed, {} skipped, {} dead letters, p95 {} ms, lag {}, oldest {} s",
            perSecond,
            failures,
            skips,
            deadLetters.isEmpty() ? "?" : deadLetters,
            p95,
            lag,
            oldest);
  }

  /** Empty while nobody knows. */
  private String deadLetters() {
    double count = meters.max(Metric.DEAD_LETTERS);
    return Double.isNaN(count) ? "" : Long.toString(Math.round(count));
  }
}
