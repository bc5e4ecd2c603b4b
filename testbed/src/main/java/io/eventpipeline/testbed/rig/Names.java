package io.eventpipeline.testbed.rig;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Makes names that are unique among all runs. */
public final class Names {
  private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
  private static final AtomicLong NEXT = new AtomicLong();

  private Names() {}

  /** {@code stem} with a unique suffix. */
  public static String fresh(String stem) {
    return stem + "-" + RUN + "-" + NEXT.incrementAndGet();
  }

  public static List<String> fresh(String stem, int count) {
    return IntStream.range(0, count).mapToObj(i -> fresh(stem)).toList();
  }
}
