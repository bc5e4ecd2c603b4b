package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.WebhookSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Measures webhooks: what one costs beside a plain post of the same run, and how long its answer
 * takes while the consumer drains a backlog that is kept filled. Their scheme signs neither id nor
 * time, so each asks Redis most.
 */
final class Webhooks {
  private static final String PATH = "/webhooks/bench";
  private static final String SECRET = "only-for-measurements-32-bytes--";
  private static final int CONNECTIONS = 64;
  private static final int USERS = 20_000;
  private static final int WARM_UP = 100_000;
  private static final int RATE = 2000;
  private static final int SECONDS = 60;

  /** Webhooks a second beside the backlog. */
  private static final int CALM = 200;

  /** A limit of its own that refuses none of them, and no backpressure by the backlog. */
  static final Map<String, String> SOURCE =
      Map.of(
          "INGEST_MAX_LAG", "0",
          "WEBHOOKS_SOURCES_BENCH_SCHEME", "timestamped-hmac",
          "WEBHOOKS_SOURCES_BENCH_SECRETS", SECRET,
          "WEBHOOKS_SOURCES_BENCH_TYPE", "order.created",
          "WEBHOOKS_SOURCES_BENCH_USER", "$.userId",
          "WEBHOOKS_SOURCES_BENCH_EVENT_ID", "$.eventId",
          "WEBHOOKS_SOURCES_BENCH_ID_PREFIX", "none",
          "WEBHOOKS_SOURCES_BENCH_RATE", "100000/1s");

  private final BenchServers servers;
  private final int port;
  private final Map<String, Process> processes;
  private final String name;
  private int runs;

  private Webhooks(BenchServers servers, int port, Map<String, Process> processes, String name) {
    this.servers = servers;
    this.port = port;
    this.processes = processes;
    this.name = name;
  }

  static List<BenchResult> run(
      Path dir, BenchServers.GivenServers given, String name, Consumer<String> progress)
      throws Exception {
    try (BenchServers servers = new BenchServers(dir, given, 8);
        ServiceProcess ingest = servers.startIngest(SOURCE);
        ServiceProcess consumer = servers.startConsumer()) {
      consumer.awaitReady(Duration.ofSeconds(60));
      Map<String, Process> processes = new HashMap<>(servers.processes());
      processes.put("consumer", consumer.process());
      processes.put("ingest", ingest.process());
      Webhooks webhooks = new Webhooks(servers, ingest.port(), processes, name);
      List<BenchResult> results = new ArrayList<>(webhooks.compare(progress));
      results.add(webhooks.besideBacklog(progress));
      return results;
    }
  }

  /** Posts and webhooks in turn, so that both meet the machine's good and bad moments. */
  private List<BenchResult> compare(Consumer<String> progress) throws IOException {
    TimedRun ignored = posts(WARM_UP, 0);
    ignored = webhooks(WARM_UP, 0);
    progress.accept("warm");
    List<BenchResult> results = new ArrayList<>();
    for (int turn = 1; turn <= 3; turn++) {
      TimedRun posts = posts(10 * RATE, RATE);
      TimedRun webhooks = webhooks(10 * RATE, RATE);
      results.add(result("POST /events, 2,000/s, turn " + turn, posts, cpu(posts)));
      String times =
          String.format(
              Locale.ROOT,
              "%s; API %.2f ×, all %.2f × a post",
              cpu(webhooks),
              webhooks.cpuMicros("ingest") / posts.cpuMicros("ingest"),
              all(webhooks) / all(posts));
      results.add(result("webhooks, 2,000/s, turn " + turn, webhooks, times));
      progress.accept(results.getLast().line().strip());
    }
    return results;
  }

  private static BenchResult result(String what, TimedRun run, String more) {
    return new BenchResult(what, run.perSecond(), null, run.latencies() + ", " + more, run.usage());
  }

  private static String cpu(TimedRun run) {
    return String.format(
        Locale.ROOT,
        "CPU of one: API %.0f, Redis %.0f, all %.0f µs",
        run.cpuMicros("ingest"),
        run.cpuMicros("redis"),
        all(run));
  }

  /** Processor time of the API and of all that it needs, for one request, in microseconds. */
  private static double all(TimedRun run) {
    return run.cpuMicros("ingest")
        + run.cpuMicros("redis")
        + run.cpuMicros("kafka")
        + run.cpuMicros("consumer");
  }

  private BenchResult besideBacklog(Consumer<String> progress) throws Exception {
    try (KeptBacklog backlog = KeptBacklog.fill(servers, name)) {
      progress.accept("the topic is filled");
      TimedRun run = webhooks(SECONDS * CALM, CALM);
      String kept = String.format(Locale.ROOT, "at least %,d events waited", backlog.lowest());
      return result("webhooks, 200/s for 60 s beside a backlog", run, kept);
    }
  }

  private TimedRun posts(int count, int rate) throws IOException {
    BenchEvents events = events(count);
    return send(count, rate, i -> HttpWire.post("/events", events.body(i)));
  }

  private TimedRun webhooks(int count, int rate) throws IOException {
    BenchEvents events = events(count);
    String now = Long.toString(System.currentTimeMillis() / 1000);
    return send(count, rate, i -> signed(events.body(i), now));
  }

  private BenchEvents events(int count) {
    return new BenchEvents(name + "h" + ++runs, count, USERS, false, 60);
  }

  /**
   * A webhook to {@link #SOURCE}.
   *
   * @param now unix seconds
   */
  static byte[] signed(String body, String now) {
    return HttpWire.post(
        PATH,
        body,
        WebhookSignature.TIMESTAMP,
        now,
        WebhookSignature.SIGNATURE,
        WebhookSignature.of(body, SECRET));
  }

  private TimedRun send(int count, int rate, IntFunction<byte[]> request) throws IOException {
    List<byte[]> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      requests.add(request.apply(i));
    }
    return TimedRun.send(port, processes, requests, CONNECTIONS, rate);
  }
}
