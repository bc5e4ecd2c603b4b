package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures single events as fast as possible over 64 connections, in turn: the API, a plain
 * controller whose events the same consumer handles, and one whose topic nobody reads. The counts
 * are chosen so that Redis doubles its key table during the warm-up and not again.
 */
final class PlainControllerBench implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final int USERS = 20_000;
  private static final int WARM_UP = 270_000;
  private static final int REQUESTS = 50_000;
  private static final int TURNS = 5;
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  private final BenchFrame frame;
  private final BenchServers servers;
  private final ServiceProcess consumer;
  private final ServiceProcess ingest;
  private final ServiceProcess plain;
  private final ServiceProcess unread;
  private int runs;

  private PlainControllerBench(BenchFrame frame) throws IOException {
    this.frame = frame;
    servers = new BenchServers(frame.dir(), frame.given(), 8);
    String unreadTopic = servers.topic() + "-unread";
    servers.createTopic(unreadTopic);
    consumer = servers.startConsumerWithAllOn().awaitReady(BenchServers.READY);
    ingest = servers.startIngest();
    plain = servers.startPlainController("plain", servers.topic());
    unread = servers.startPlainController("unread", unreadTopic);
  }

  /**
   * @param count requests of a turn; 50,000 at most
   */
  static void run(BenchFrame frame, int count, Consumer<BenchResult> report) throws IOException {
    int requests = Math.min(count, REQUESTS);
    int warmUp = requests < REQUESTS ? requests : WARM_UP;
    try (PlainControllerBench bench = new PlainControllerBench(frame)) {
      for (ServiceProcess api : List.of(bench.ingest, bench.plain, bench.unread)) {
        TimedRun ignored = bench.send(api, warmUp);
      }
      frame.say("warm");
      for (int turn = 1; turn <= TURNS; turn++) {
        bench.turn(turn, requests, report);
      }
    }
  }

  private void turn(int turn, int requests, Consumer<BenchResult> report) throws IOException {
    TimedRun ours = send(ingest, requests);
    TimedRun theirs = send(plain, requests);
    TimedRun alone = send(unread, requests);
    report.accept(row("beside a plain controller, turn " + turn, ours, theirs));
    report.accept(row("beside one whose topic nobody reads, turn " + turn, ours, alone));
  }

  private static BenchResult row(String what, TimedRun ours, TimedRun theirs) {
    return new BenchResult(
        "POST /events " + what,
        ours.perSecond(),
        theirs.perSecond(),
        String.format(
            Locale.ROOT,
            "%s; theirs %s; CPU of one in µs: %s; theirs: %s",
            ours.latencies(),
            theirs.latencies(),
            cpu(ours),
            cpu(theirs)),
        ours.usage());
  }

  private static String cpu(TimedRun run) {
    return String.format(
        Locale.ROOT,
        "API %.0f, Redis %.0f, broker %.0f, consumer %.0f, client %.0f",
        run.cpuMicros("api"),
        run.cpuMicros("redis"),
        run.cpuMicros("kafka"),
        run.cpuMicros("consumer"),
        run.cpuMicros("client"));
  }

  /** Waits until the consumer is done, so that it does not disturb the next one. */
  private TimedRun send(ServiceProcess api, int count) throws IOException {
    BenchEvents events = new BenchEvents(frame.name() + "p" + ++runs, count, USERS, false, 60);
    List<byte[]> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      requests.add(HttpWire.post("/events", events.body(i)));
    }
    Map<String, Process> processes = new HashMap<>(servers.processes());
    processes.put("consumer", consumer.process());
    processes.put("api", api.process());
    TimedRun sent = TimedRun.send(api.port(), processes, requests, CONNECTIONS, 0);
    BenchTopic.awaitDone(servers, AT_MOST);
    if (api != unread) {
      FinalTimes.read(servers.redis(), events);
    }
    return sent;
  }

  @Override
  public void close() throws IOException {
    unread.close();
    plain.close();
    ingest.close();
    consumer.close();
    servers.close();
  }
}
