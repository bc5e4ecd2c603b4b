package io.eventpipeline.ingest.observe;

import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.Recent;
import io.eventpipeline.runtime.observe.Since;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line each ten seconds, while events come. Not where a process sleeps between requests. */
@Context
@Requires(notEnv = Environment.FUNCTION)
final class Summary {
  private static final Logger LOG = LoggerFactory.getLogger(Summary.class);

  private final Since accepted;
  private final Since refused;
  private final Recent publish;
  private long last = System.nanoTime();

  Summary(Meters<Metric> meters) {
    this.accepted = meters.since(Metric.ACCEPTED);
    this.refused = meters.since(Metric.REFUSED);
    this.publish = meters.recent(Metric.PUBLISH);
  }

  @Scheduled(fixedRate = "10s", initialDelay = "10s")
  void log() {
    long now = System.nanoTime();
    double seconds = (double) (now - last) / TimeUnit.SECONDS.toNanos(1);
    last = now;
    long perSecond = Math.round(accepted.more() / seconds);
    long refusals = refused.more();
    long p95 = publish.atMost(0.95).toMillis();
    if (perSecond == 0 && refusals == 0) {
      return;
    }
    LOG.atInfo()
        .addKeyValue("events_per_s", perSecond)
        .addKeyValue("refused", refusals)
        .addKeyValue("p95_ms", p95)
        .log("{} events/s accepted, {} refused, publish p95 {} ms", perSecond, refusals, p95);
  }
}
