package io.eventpipeline.testbed.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Estimates how long something would take if this process and its children had the machine to
 * themselves: the elapsed time, times their share of all CPU time used. Outside Linux, where the
 * CPU time of others is unknown, all elapsed time counts.
 */
public final class OwnTime {
  private static final Path STAT = Path.of("/proc/stat");

  /** {@code /proc/stat} counts in hundredths of a second. */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** Columns after {@code cpu}: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int COLUMNS = 8;

  private final long begun = System.nanoTime();
  private final long ownAtBegin = ownCpuNanos();
  private final long allAtBegin = allCpuNanos();

  /** Own time since the construction. Children that ended meanwhile count as others. */
  public Duration passed() {
    long passed = System.nanoTime() - begun;
    long own = Math.max(1, ownCpuNanos() - ownAtBegin);
    long all = Math.max(own, allCpuNanos() - allAtBegin);
    return Duration.ofNanos((long) (passed * ((double) own / all)));
  }

  private static long ownCpuNanos() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .mapToLong(p -> p.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
        .sum();
  }

  private static long allCpuNanos() {
    if (!Files.isReadable(STAT)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STAT)) {
      String[] columns = lines.findFirst().orElseThrow().trim().split("\\s+");
      long[] ticks = Arrays.stream(columns, 1, COLUMNS + 1).mapToLong(Long::parseLong).toArray();
      long idle = ticks[3] + ticks[4];
      return (Arrays.stream(ticks).sum() - idle) * NANOS_PER_TICK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
