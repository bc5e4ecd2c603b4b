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

/** Measures the whole way with all on: batches over HTTP until every event is final in Redis. */
final class EndToEnd {
  private static final int BATCH = 1000;

  /** Events sent before the measurement, so that the services' JVMs compile their code. */
  private static final int WARM_UP = 200_000;

  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private EndToEnd() {}

  static BenchResult run(
      Path dir, BenchServers.GivenServers given, BenchEvents events, Consumer<String> progress)
      throws Exception {
    try (BenchServers servers = new BenchServers(dir, given, 8)) {
      BenchEvents before = events.renamed("w").first(Math.min(WARM_UP, events.count()));
      double old = measureBareRedis(servers, before, events, ScriptVersion.V0_2_0);
      double present = measureBareRedis(servers, before, events, ScriptVersion.PRESENT);
      BareRates bare = new BareRates(present, old);
      progress.accept(bare.toString());
      try (ServiceProcess ingest = servers.startIngest();
          ServiceProcess consumer = servers.startConsumerWithAllOn()) {
        consumer.awaitReady(BenchServers.READY);
        Map<String, Process> processes = new HashMap<>(servers.processes());
        processes.put("consumer", consumer.process());
        processes.put("ingest", ingest.process());
        new BatchSenders(ingest.port(), requests(before), BATCH).send();
        BenchTopic.awaitDone(servers, AT_MOST);
        progress.accept("warm");
        return measure(servers, ingest.port(), events, processes, bare);
      }
    }
  }

  /** Leaves Redis empty. */
  private static double measureBareRedis(
      BenchServers servers, BenchEvents before, BenchEvents events, ScriptVersion version)
      throws InterruptedException {
    // Redis gets slower while its tables grow, so the bare run starts with as many keys.
    String suffix = "" + version.ordinal();
    double ignored = bare(servers, before.renamed("v" + suffix), version);
    double rate = bare(servers, events.renamed("c" + suffix), version);
    servers.empty();
    return rate;
  }

  private static double bare(BenchServers servers, BenchEvents events, ScriptVersion version)
      throws InterruptedException {
    return new RedisCeiling(servers.redis(), events, 4, true, version).measure();
  }

  private static BenchResult measure(
      BenchServers servers,
      int port,
      BenchEvents events,
      Map<String, Process> processes,
      BareRates bare)
      throws InterruptedException {
    List<byte[]> requests = requests(events);
    Usage soFar = Usage.of(processes);
    long begun = System.currentTimeMillis();
    new BatchSenders(port, requests, BATCH).send();
    double sent = (System.currentTimeMillis() - begun) / 1000.0;
    BenchTopic.awaitDone(servers, AT_MOST);
    Usage usage = Usage.of(processes).since(soFar);
    double seconds = (FinalTimes.read(servers.redis(), events).last() - begun) / 1000.0;
    AllOn.requireTraces(servers.redis(), events);
    double rate = events.count() / seconds;
    String detail =
        String.format(
            Locale.ROOT,
            "%,d final after %.1f s, all sent after %.1f s",
            events.count(),
            seconds,
            sent);
    return new BenchResult(
        "e2e, batches of " + BATCH, rate, bare.present(), detail + bare.besideOld(rate), usage);
  }

  private static List<byte[]> requests(BenchEvents events) {
    List<byte[]> requests = new ArrayList<>();
    for (int from = 0; from < events.count(); from += BATCH) {
      StringBuilder body = new StringBuilder("{\"events\":[");
      for (int i = from; i < Math.min(events.count(), from + BATCH); i++) {
        body.append(i == from ? "" : ",").append(events.body(i));
      }
      requests.add(HttpWire.post("/events/batch", body.append("]}").toString()));
    }
    return requests;
  }
}
