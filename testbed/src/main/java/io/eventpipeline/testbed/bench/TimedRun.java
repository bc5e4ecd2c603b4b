package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Requests that were sent and timed.
 *
 * @param micros from the due time of each request to its answer
 * @param answeredAt unix milliseconds of each answer
 * @param usage of the processes meanwhile
 */
record TimedRun(long[] micros, long[] answeredAt, double seconds, Usage usage) {
  /**
   * Sends the requests.
   *
   * @param rate requests a second; 0 for as fast as possible
   * @throws IOException if an answer is not 202
   */
  static TimedRun send(
      int port, Map<String, Process> processes, List<byte[]> requests, int connections, int rate)
      throws IOException {
    System.gc(); // or a collection moves the requests while answers are timed
    try (Fleet fleet = new Fleet(port, connections)) {
      Usage before = Usage.of(processes);
      Fleet.Answers answers = fleet.send(requests, rate);
      Usage usage = Usage.of(processes).since(before);
      return new TimedRun(answers.micros(), answers.at(), answers.seconds(), usage);
    }
  }

  double perSecond() {
    return micros.length / seconds;
  }

  /** Processor time of one process for one request, in microseconds. */
  double cpuMicros(String process) {
    return usage.cpu().getOrDefault(process, 0.0) * 1e6 / micros.length;
  }

  String latencies() {
    return latencies(micros);
  }

  static String latencies(long[] micros) {
    long[] sorted = micros.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms",
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 0.999));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1000.0;
  }
}
