package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * CPU time of a process and of its children, also of those that ended: PostgreSQL has a process for
 * each connection. Linux only.
 */
final class TreeCpu {
  /** {@code /proc/PID/stat} counts in hundredths of a second. */
  private static final double TICKS_PER_SECOND = 100;

  /** The fields utime, stime, cutime and cstime, counted after the name in parentheses. */
  private static final int FIRST_FIELD = 12;

  private static final int FIELDS = 4;

  private TreeCpu() {}

  /** Seconds; empty if the system does not say. */
  static OptionalDouble seconds(long pid) {
    long ticks = ticks(pid);
    if (ticks < 0) {
      return OptionalDouble.empty();
    }
    long children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(child -> Math.max(0, ticks(child.pid())))
            .sum();
    return OptionalDouble.of((ticks + children) / TICKS_PER_SECOND);
  }

  /** -1 if it is unknown. */
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      long ticks = 0;
      for (int i = 0; i < FIELDS; i++) {
        ticks += Long.parseLong(fields[FIRST_FIELD - 1 + i]);
      }
      return ticks;
    } catch (IOException ended) {
      return -1;
    }
  }
}
