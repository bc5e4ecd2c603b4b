package io.eventpipeline.projection.observe;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every ten seconds what was written, unless nothing happened. One thread. */
@Context // else it would begin to measure at its first line
@Requires(property = "projections.enabled", value = "true")
final class ProjectionSummary {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionSummary.class);

  private final ProjectionMeters meters;
  private double rowsBefore;
  private double refusedBefore;
  private long lastNanos = System.nanoTime();

  ProjectionSummary(ProjectionMeters meters) {
    this.meters = meters;
  }

  @Scheduled(fixedRate = "10s", initialDelay = "10s")
  void log() {
    long now = System.nanoTime();
    String line = line((double) (now - lastNanos) / TimeUnit.SECONDS.toNanos(1));
    lastNanos = now;
    if (line != null) {
      LOG.info(line);
    }
  }

  /**
   * What happened since the last call; null if nothing did.
   *
   * @param seconds since then, above 0
   */
  @Nullable String line(double seconds) {
    long rows = Math.round(meters.rows() - rowsBefore);
    long refused = Math.round(meters.refused() - refusedBefore);
    int waiting = meters.waiting();
    long[] commits = meters.recentCommits();
    rowsBefore += rows;
    refusedBefore += refused;
    if (rows == 0 && refused == 0 && waiting == 0) {
      return null;
    }
    return "projections: %d rows/s, %d dead letters, commit p95 %d ms, %d waiting"
        .formatted(Math.round(rows / seconds), refused, p95Millis(commits), waiting);
  }

  private static long p95Millis(long[] nanos) {
    if (nanos.length == 0) {
      return 0;
    }
    Arrays.sort(nanos);
    return TimeUnit.NANOSECONDS.toMillis(nanos[(int) Math.ceil(nanos.length * 0.95) - 1]);
  }
}
