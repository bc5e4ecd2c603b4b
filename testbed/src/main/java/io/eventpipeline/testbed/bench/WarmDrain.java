package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A topic that was filled first and that one consumer drained.
 *
 * @param times read back from Redis
 * @param all usage of the whole drain
 * @param warm usage of about the last two thirds, when the JVMs are warmer
 * @param warmEvents how many events that were
 */
record WarmDrain(FinalTimes times, Usage all, Usage warm, long warmEvents) {
  private static final Duration AT_MOST = Duration.ofMinutes(20);

  /**
   * Fills the topic, drains it, and ends the consumer.
   *
   * @throws IllegalStateException if an event is not processed in the end
   */
  static WarmDrain run(BenchServers servers, TopicEvents events, ServiceProcess.Builder how) {
    BenchTopic.fill(servers, events);
    Usage begun = Usage.of(servers.processes());
    try (ServiceProcess consumer = how.start()) {
      Map<String, Process> processes = new HashMap<>(servers.processes());
      processes.put("consumer", consumer.process());
      long left = BenchTopic.awaitLag(servers, events.count() * 2L / 3, AT_MOST);
      Usage third = Usage.of(processes);
      BenchTopic.awaitDone(servers, AT_MOST);
      Usage end = Usage.of(processes);
      return new WarmDrain(
          FinalTimes.read(servers.redis(), events), end.since(begun), end.since(third), left);
    }
  }

  /** CPU time of one process for an event, in microseconds; NaN if unknown. */
  double micros(String process) {
    double seconds = warm.cpu().getOrDefault(process, 0.0);
    return seconds == 0 ? Double.NaN : seconds * 1e6 / warmEvents;
  }
}
