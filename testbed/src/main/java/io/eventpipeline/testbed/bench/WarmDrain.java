package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A topic that was filled first and that one consumer drained.
 *
 * @param times read back from Redis
 * @param all usage of the whole drain
 * @param warm usage of about the last two thirds, when the JVMs are warmer
 * @param warmEvents how many events became final in that time
 */
record WarmDrain(FinalTimes times, Usage all, Usage warm, long warmEvents) {
  private static final Duration AT_MOST = Duration.ofMinutes(20);

  /**
   * Drains the topic, which {@code events} fill, and ends the consumer.
   *
   * @param besides further processes whose usage counts
   * @throws IllegalStateException if an event is not processed in the end
   */
  static WarmDrain run(
      BenchServers servers,
      TopicEvents events,
      ServiceProcess.Builder how,
      Map<String, Process> besides) {
    Map<String, Process> processes = new HashMap<>(servers.processes());
    processes.putAll(besides);
    Usage begun = Usage.of(processes);
    try (ServiceProcess consumer = how.start()) {
      processes.put("consumer", consumer.process());
      long ignored = BenchTopic.awaitLag(servers, events.count() * 2L / 3, AT_MOST);
      Usage third = Usage.of(processes);
      long from = System.currentTimeMillis();
      BenchTopic.awaitDone(servers, AT_MOST);
      Usage end = Usage.of(processes);
      FinalTimes times = FinalTimes.read(servers.redis(), events);
      // Commits follow behind: fewer events are left than the lag says.
      return new WarmDrain(times, end.since(begun), end.since(third), times.countSince(from));
    }
  }

  /** CPU time of one process for an event, in microseconds; NaN if unknown. */
  private double micros(String process) {
    double seconds = warm.cpu().getOrDefault(process, 0.0);
    return seconds == 0 ? Double.NaN : seconds * 1e6 / warmEvents;
  }

  /** CPU time of the consumer, Redis and the broker for an event, in microseconds. */
  double sum() {
    return micros("consumer") + micros("redis") + micros("kafka");
  }

  String shown() {
    return String.format(
        Locale.ROOT,
        "consumer %.1f, Redis %.1f, broker %.1f",
        micros("consumer"),
        micros("redis"),
        micros("kafka"));
  }
}
