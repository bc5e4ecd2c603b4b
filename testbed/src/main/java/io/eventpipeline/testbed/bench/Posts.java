package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures single events over 64 connections, with all on: as fast as possible, then at constant
 * rates. The counts are chosen so that Redis doubles its key table only in the last run. While it
 * moves a million keys, each access takes longer for a second or two; the last run shows that cost.
 */
final class Posts {
  private static final int CONNECTIONS = 64;
  private static final int USERS = 20_000;

  /** Until then the services' JVMs spend much CPU on compilation. */
  private static final int WARM_UP = 270_000;

  private final BenchServers servers;
  private final int port;
  private final Map<String, Process> processes;
  private int runs;

  private Posts(BenchServers servers, int port, Map<String, Process> processes) {
    this.servers = servers;
    this.port = port;
    this.processes = processes;
  }

  static List<BenchResult> run(
      Path dir, BenchServers.GivenServers given, String name, Consumer<String> progress)
      throws Exception {
    try (BenchServers servers = new BenchServers(dir, given, 8);
        ServiceProcess ingest = servers.startIngest();
        ServiceProcess consumer = servers.startConsumerWithAllOn()) {
      consumer.awaitReady(BenchServers.READY);
      Map<String, Process> processes = new HashMap<>(servers.processes());
      processes.put("consumer", consumer.process());
      processes.put("ingest", ingest.process());
      Posts posts = new Posts(servers, ingest.port(), processes);
      List<BenchResult> results = new ArrayList<>();
      Consumer<BenchResult> report =
          result -> {
            results.add(result);
            progress.accept(result.line().strip());
          };
      posts.measure(name, "warm-up", WARM_UP, 0);
      progress.accept("warm");
      report.accept(posts.measure(name, "POST /events, closed loop", 100_000, 0));
      report.accept(posts.measure(name, "POST /events, 2,000/s", 20_000, 2000));
      report.accept(posts.measure(name, "POST /events, 8,000/s", 80_000, 8000));
      report.accept(posts.untilFinal(name));
      report.accept(posts.measure(name, "POST /events, 8,000/s once more", 80_000, 8000));
      return results;
    }
  }

  /**
   * @param rate requests a second, timed from their due times; 0 for as fast as possible
   */
  private BenchResult measure(String name, String what, int count, int rate) throws IOException {
    BenchEvents events = new BenchEvents(name + "p" + ++runs, count, USERS, false, 60);
    long before = keys();
    TimedRun sent = send(events, rate);
    boolean doubled = Long.highestOneBit(keys()) > Long.highestOneBit(before);
    String detail =
        String.format(
            Locale.ROOT,
            "%,d requests, %s%s",
            count,
            sent.latencies(),
            doubled ? ", Redis doubled its table" : "");
    return new BenchResult(what, sent.perSecond(), null, detail, sent.usage());
  }

  /** The number of keys. Redis doubles its table when it reaches a power of two. */
  private long keys() {
    try (RawRedis redis = new RawRedis(servers.redis())) {
      return Long.parseLong(redis.ask("DBSIZE").strip());
    }
  }

  /** Measures from the 202 of each event to its {@code processedAt}. */
  private BenchResult untilFinal(String name) throws IOException, InterruptedException {
    BenchEvents events = new BenchEvents(name + "f", 10_000, USERS, false, 60);
    TimedRun sent = send(events, 1000);
    BenchTopic.awaitDone(servers, Duration.ofMinutes(2));
    long[] micros = new long[events.count()];
    try (RawRedis redis = new RawRedis(servers.redis())) {
      for (int i = 0; i < events.count(); i++) {
        String at = redis.ask("HGET", "event:" + events.id(i), "processedAt").strip();
        if (at.isEmpty()) {
          throw new IllegalStateException("event " + events.id(i) + " is not final");
        }
        micros[i] = Math.max(0, Long.parseLong(at) - sent.answeredAt()[i]) * 1000;
      }
    }
    String detail = "from 202 to final, " + TimedRun.latencies(micros);
    return new BenchResult("1,000/s until final", sent.perSecond(), null, detail, sent.usage());
  }

  private TimedRun send(BenchEvents events, int rate) throws IOException {
    List<byte[]> requests = new ArrayList<>(events.count());
    for (int i = 0; i < events.count(); i++) {
      requests.add(HttpWire.post("/events", events.body(i)));
    }
    return TimedRun.send(port, processes, requests, CONNECTIONS, rate);
  }
}
