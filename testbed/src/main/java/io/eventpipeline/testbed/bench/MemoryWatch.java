package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Samples the memory of processes and keeps the sample with the largest sum. It counts PSS: a page
 * that several processes share counts once, in parts. Any thread may read it.
 */
final class MemoryWatch implements AutoCloseable {
  private static final Duration EACH = Duration.ofMillis(500);

  private final Map<String, Process> processes;
  private final Thread sampler;
  private volatile Map<String, Long> highest = Map.of();

  private MemoryWatch(Map<String, Process> processes) {
    this.processes = processes;
    this.sampler = Thread.ofVirtual().unstarted(this::sample);
  }

  static MemoryWatch start(Map<String, Process> processes) {
    MemoryWatch watch = new MemoryWatch(processes);
    watch.sampler.start();
    return watch;
  }

  private void sample() {
    try {
      while (true) {
        Map<String, Long> now = new LinkedHashMap<>();
        processes.forEach((name, process) -> now.put(name, pssMb(process.pid())));
        if (sum(now) > sum(highest)) {
          highest = now;
        }
        Thread.sleep(EACH);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static long sum(Map<String, Long> sample) {
    return sample.values().stream().mapToLong(Long::longValue).sum();
  }

  /** In MB; 0 where the system does not tell. */
  private static long pssMb(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .sum();
    } catch (IOException noSuchFile) {
      return 0;
    }
  }

  /** The largest sum in MB, and its parts. */
  @Override
  public String toString() {
    Map<String, Long> sample = highest;
    return sample.entrySet().stream()
        .map(part -> part.getKey() + " " + part.getValue())
        .collect(Collectors.joining(", ", sum(sample) + " MB PSS: ", ""));
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}
