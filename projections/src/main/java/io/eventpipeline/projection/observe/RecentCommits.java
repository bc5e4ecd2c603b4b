package io.eventpipeline.projection.observe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;

/** How long the latest commits took. Threads: any. */
final class RecentCommits {
  /** More than two writers make between two lines of the log. */
  private static final int MOST = 16_384;

  @GuardedBy("this")
  private final long[] nanos = new long[MOST];

  @GuardedBy("this")
  private long count;

  synchronized void add(long took) {
    nanos[(int) (count++ % MOST)] = took;
  }

  /** Those since the last call, in no order; the last {@value #MOST} if there are more. */
  synchronized long[] drain() {
    long[] taken = Arrays.copyOf(nanos, (int) Math.min(count, MOST));
    count = 0;
    return taken;
  }
}
