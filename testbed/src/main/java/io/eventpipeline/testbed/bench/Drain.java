package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures a backlog: fills the topic while no service runs, then starts the consumers.
 *
 * @param what the row's name
 * @param events that are measured
 * @param consumers how many are started
 * @param before how many times {@code events} are final in Redis already
 */
record Drain(String what, BenchEvents events, int partitions, int consumers, int before) {
  /** Most events of the bare run, which holds them all in memory. */
  private static final int MOST_BARE = 1_000_000;

  private static final int MOST_PER_CALL = 16;
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  BenchResult run(Path dir, BenchServers.GivenServers given, Consumer<String> progress)
      throws Exception {
    try (BenchServers servers = new BenchServers(dir, given, partitions)) {
      double ceiling = measureBareRedis(servers);
      progress.accept(String.format(Locale.ROOT, "the bare Redis does %,.0f/s", ceiling));
      if (before == 0) {
        servers.empty();
      }
      BenchTopic.fill(servers, events);
      progress.accept("the topic is filled");
      return drain(servers, ceiling);
    }
  }

  private double measureBareRedis(BenchServers servers) throws InterruptedException {
    for (int i = 0; i < before; i++) {
      BenchEvents earlier = events.renamed("x" + i);
      double ignored = new RedisCeiling(servers.redis(), earlier, MOST_PER_CALL, false).measure();
    }
    int perUser = Math.clamp(events.count() / events.users(), 1, MOST_PER_CALL);
    BenchEvents bare = events.renamed("c").first(Math.min(MOST_BARE, events.count()));
    return new RedisCeiling(servers.redis(), bare, perUser, false).measure();
  }

  private BenchResult drain(BenchServers servers, double ceiling) throws InterruptedException {
    Map<String, Process> processes = new HashMap<>(servers.processes());
    Usage soFar = Usage.of(processes);
    long begun = System.currentTimeMillis();
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < consumers; i++) {
      ServiceProcess consumer = servers.startConsumer();
      processes.put(i == 0 ? "consumer" : "consumer" + (i + 1), consumer.process());
      started.add(consumer.process());
    }
    try {
      BenchTopic.awaitDone(servers, AT_MOST);
      Usage usage = Usage.of(processes).since(soFar);
      FinalTimes read = FinalTimes.read(servers.redis(), events);
      return new BenchResult(
          what, events.count() / read.seconds(), ceiling, detail(read, begun), usage);
    } finally {
      started.forEach(Process::destroy);
      for (Process process : started) {
        process.waitFor();
      }
    }
  }

  private String detail(FinalTimes read, long begun) {
    return String.format(
        Locale.ROOT,
        "%,d in %.1f s, the last two thirds at %,.0f/s, the first %.1f s after the start",
        events.count(),
        read.seconds(),
        read.warmRate(),
        (read.first() - begun) / 1000.0);
  }
}
