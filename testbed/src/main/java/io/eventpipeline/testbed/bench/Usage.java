package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.PeakMemory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time and memory that processes have used.
 *
 * @param cpu seconds by process name
 * @param peak peak RSS in MB by process name; 0 where it is unknown
 */
record Usage(Map<String, Double> cpu, Map<String, Long> peak) {
  /** The usage of these processes, and of this one as {@code client}. */
  static Usage of(Map<String, Process> processes) {
    Map<String, ProcessHandle> all = new TreeMap<>(Map.of("client", ProcessHandle.current()));
    processes.forEach((name, process) -> all.put(name, process.toHandle()));
    Map<String, Double> cpu = new TreeMap<>();
    Map<String, Long> peak = new TreeMap<>();
    all.forEach(
        (name, process) -> {
          cpu.put(
              name,
              process.info().totalCpuDuration().map(time -> time.toMillis() / 1000.0).orElse(0.0));
          peak.put(name, PeakMemory.mb(process.pid()));
        });
    return new Usage(cpu, peak);
  }

  /** The CPU time since {@code before}, with the present peaks. */
  Usage since(Usage before) {
    Map<String, Double> used = new TreeMap<>();
    cpu.forEach((name, now) -> used.put(name, now - before.cpu.getOrDefault(name, 0.0)));
    return new Usage(used, peak);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    cpu.forEach(
        (name, seconds) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s%s %.1f s, %d MB",
                    text.isEmpty() ? "" : "; ",
                    name,
                    seconds,
                    peak.getOrDefault(name, 0L))));
    return text.toString();
  }
}
