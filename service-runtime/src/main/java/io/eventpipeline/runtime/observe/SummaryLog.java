package io.eventpipeline.runtime.observe;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs a summary every ten seconds, unless nothing happened. A Lambda function logs none, because
 * it sleeps between requests. One thread.
 */
@Context
@Requires(notEnv = Environment.FUNCTION)
@Requires(beans = Summary.class)
final class SummaryLog {
  private final Logger log;
  private final Summary summary;
  private long last = System.nanoTime();

  SummaryLog(Summary summary) {
    this.log =
        LoggerFactory.getLogger(summary.getClass()); // lets operators switch off each service's own
    this.summary = summary;
  }

  @Scheduled(fixedRate = "10s", initialDelay = "10s")
  void log() {
    long now = System.nanoTime();
    double seconds = (double) (now - last) / TimeUnit.SECONDS.toNanos(1);
    last = now;
    SummaryLine line = summary.since(seconds);
    if (line != null) {
      LoggingEventBuilder event = log.atInfo();
      for (SummaryLine.Part part : line.parts()) {
        event = event.addKeyValue(part.key(), part.value());
      }
      event.log(line.toString());
    }
  }
}
