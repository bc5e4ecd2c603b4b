package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A backlog: the topic is filled while the services are down, then the consumer is started. */
final class Drain {
  /** BenchEvents of the bare run, which are in memory all at once. */
  private static final int MOST_BARE = 1_000_000;

  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private Drain() {}

  /**
   * @param consumers how many are started
   * @param before as many final events, one bare run after the other, are in Redis already
   */
  static BenchResult run(
      String what,
      Path dir,
      BenchServers.Given given,
      BenchEvents events,
      int partitions,
      int consumers,
      int before,
      Consumer<String> progress)
      throws Exception {
    try (BenchServers servers = new BenchServers(dir, given, partitions)) {
      int perUser = Math.clamp(events.count() / events.users(), 1, 16);
      for (int i = 0; i < before; i++) {
        double ignored =
            new RedisCeiling(servers.redis(), events.renamed("x" + i), 16, false).measure();
      }
      BenchEvents bare = events.renamed("c").first(Math.min(MOST_BARE, events.count()));
      double ceiling = new RedisCeiling(servers.redis(), bare, perUser, false).measure();
      progress.accept(String.format(Locale.ROOT, "the bare Redis does %,.0f/s", ceiling));
      if (before == 0) {
        servers.empty();
      }
      BenchTopic.fill(servers, events);
      progress.accept("the topic is filled");
      Map<String, Process> processes = new HashMap<>(servers.processes());
      Usage soFar = Usage.of(processes);
      long begun = System.currentTimeMillis();
      for (int i = 0; i < consumers; i++) {
        ServiceProcess consumer = servers.startConsumer();
        processes.put(i == 0 ? "consumer" : "consumer" + (i + 1), consumer.process());
      }
      try {
        BenchTopic.awaitDone(servers, AT_MOST);
        Usage usage = Usage.of(processes).since(soFar);
        FinalTimes read = FinalTimes.read(servers.redis(), events);
        String detail =
            String.format(
                Locale.ROOT,
                "%,d in %.1f s, the last two thirds at %,.0f/s, the first %.1f s after the start",
                events.count(),
                read.seconds(),
                read.warmRate(),
                (read.first() - begun) / 1000.0);
        return new BenchResult(what, events.count() / read.seconds(), ceiling, detail, usage);
      } finally {
        processes.forEach(
            (name, process) -> {
              if (name.startsWith("consumer")) {
                process.destroy();
              }
            });
        for (Process process : processes.values()) {
          if (!servers.processes().containsValue(process)) {
            process.waitFor();
          }
        }
      }
    }
  }
}
