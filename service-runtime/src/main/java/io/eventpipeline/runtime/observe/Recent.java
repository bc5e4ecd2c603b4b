package io.eventpipeline.runtime.observe;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a timer has recorded since one last asked. One thread. */
public final class Recent {
  private final Timer timer;
  private CountAtBucket[] before;
  private long countBefore;

  Recent(Timer timer) {
    this.timer = timer;
    this.before = timer.takeSnapshot().histogramCounts();
    this.countBefore = timer.count();
  }

  /**
   * How long the quickest {@code share} took at most, as well as the classes of the histogram tell:
   * never too small. Zero if there was nothing, and two hours for more.
   *
   * @param share in (0, 1]
   */
  public Duration atMost(double share) {
    CountAtBucket[] now = timer.takeSnapshot().histogramCounts();
    long count = timer.count();
    Duration longest = Duration.ZERO;
    double wanted = share * (count - countBefore);
    for (int i = 0; i < now.length && wanted > 0; i++) {
      longest = Duration.ofNanos((long) now[i].bucket(TimeUnit.NANOSECONDS));
      double had = i < before.length ? before[i].count() : 0;
      if (now[i].count() - had >= wanted) {
        break;
      }
    }
    before = now;
    countBefore = count;
    return longest;
  }
}
