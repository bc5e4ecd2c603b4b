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
 * Measures a backlog: fills the topic while no service runs, then starts the consumers with all on.
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
      BareRates bare = before == 0 ? measureBareRedis(servers) : measureFullRedis(servers);
      progress.accept(bare.toString());
      BenchTopic.fill(servers, events);
      progress.accept("the topic is filled");
      return drain(servers, bare);
    }
  }

  /** With the scripts of 0.2.0 first, then with the present ones, each from an empty Redis. */
  private BareRates measureBareRedis(BenchServers servers) throws InterruptedException {
    double old = measure(servers, "o", ScriptVersion.V0_2_0);
    servers.empty();
    double present = measure(servers, "c", ScriptVersion.PRESENT);
    servers.empty();
    return new BareRates(present, old);
  }

  /** Makes earlier events final first. They stay. */
  private BareRates measureFullRedis(BenchServers servers) throws InterruptedException {
    for (int i = 0; i < before; i++) {
      double ignored = measure(servers, "x" + i, ScriptVersion.PRESENT);
    }
    return new BareRates(measure(servers, "c", ScriptVersion.PRESENT), Double.NaN);
  }

  private double measure(BenchServers servers, String suffix, ScriptVersion version)
      throws InterruptedException {
    int perUser = Math.clamp(events.count() / events.users(), 1, MOST_PER_CALL);
    BenchEvents bare = events.renamed(suffix).first(Math.min(MOST_BARE, events.count()));
    return new RedisCeiling(servers.redis(), bare, perUser, false, version).measure();
  }

  private BenchResult drain(BenchServers servers, BareRates bare) throws InterruptedException {
    Map<String, Process> processes = new HashMap<>(servers.processes());
    Usage soFar = Usage.of(processes);
    long begun = System.currentTimeMillis();
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < consumers; i++) {
      ServiceProcess consumer = servers.startConsumerWithAllOn();
      processes.put(i == 0 ? "consumer" : "consumer" + (i + 1), consumer.process());
      started.add(consumer.process());
    }
    try {
      BenchTopic.awaitDone(servers, AT_MOST);
      Usage usage = Usage.of(processes).since(soFar);
      FinalTimes read = FinalTimes.read(servers.redis(), events);
      AllOn.requireTraces(servers.redis(), events);
      double rate = events.count() / read.seconds();
      String detail = detail(read, begun) + bare.besideOld(rate);
      return new BenchResult(what, rate, bare.present(), detail, usage);
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
