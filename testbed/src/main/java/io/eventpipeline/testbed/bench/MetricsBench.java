package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the window log and the query service that counts it. */
final class MetricsBench {
  private static final int KNOWN = WindowLoad.USERS * 19 / 20;
  private static final int REQUESTS = 1000;

  /** A table of a million users is to be in place within this time. */
  private static final int MILLION = 1_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BenchServers servers;
  private final ServiceProcess query;
  private final Map<String, Process> processes;

  private MetricsBench(BenchServers servers, ServiceProcess query) {
    this.servers = servers;
    this.query = query;
    processes = new HashMap<>(servers.processes());
    processes.put("query", query.process());
  }

  static void run(BenchFrame frame, Consumer<BenchResult> report) throws Exception {
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), 1)) {
      WindowCost.run(servers, frame.name(), report);
      servers.empty();
      try (ServiceProcess query = servers.startQuery()) {
        MetricsBench bench = new MetricsBench(servers, query);
        report.accept(bench.upload("PUT of 100,000 users", KNOWN));
        bench.count(frame, report);
        report.accept(bench.upload("PUT of 1,000,000 users", MILLION));
        report.accept(bench.besideOthers());
      }
    }
  }

  /** Each request asks for a window of its own, so that each is counted anew. */
  private void count(BenchFrame frame, Consumer<BenchResult> report) throws Exception {
    try (WindowLoad ignored = WindowLoad.start(servers.redis())) {
      long begun = System.nanoTime();
      get(WindowLoad.SECONDS);
      frame.say("the first answer took %.0f ms", (System.nanoTime() - begun) / 1e6);
      report.accept(gets("GET /metrics, a window of its own each", 0));
      report.accept(gets("GET /metrics?window=300, 50 a second", 20));
    }
  }

  private BenchResult gets(String what, long pauseMs) throws IOException, InterruptedException {
    long[] micros = new long[REQUESTS];
    Usage before = Usage.of(processes);
    long begun = System.nanoTime();
    for (int i = 0; i < REQUESTS; i++) {
      long sent = System.nanoTime();
      get(WindowLoad.SECONDS + (pauseMs == 0 ? i : 0));
      micros[i] = (System.nanoTime() - sent) / 1000;
      Thread.sleep(pauseMs);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Usage used = Usage.of(processes).since(before);
    return new BenchResult(what, REQUESTS / seconds, null, TimedRun.latencies(micros), used);
  }

  private void get(int window) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri("/metrics?window=" + window)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().contains("\"unique_users\":0")) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + query.port() + path);
  }

  private BenchResult upload(String what, int users) throws IOException, InterruptedException {
    Usage before = Usage.of(processes);
    long begun = System.nanoTime();
    HttpResponse<String> answer = put(users);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    String took = String.format(Locale.ROOT, "%.2f s", seconds);
    return new BenchResult(what, users / seconds, null, took, Usage.of(processes).since(before));
  }

  private HttpResponse<String> put(int users) throws IOException, InterruptedException {
    long now = System.currentTimeMillis();
    HttpRequest request =
        HttpRequest.newBuilder(uri("/reference/users"))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new TableBody(users, now)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The same while 20 others begin an upload and break off, again and again. */
  private BenchResult besideOthers() throws Exception {
    Usage before = Usage.of(processes);
    long begun = System.nanoTime();
    int refused = 0;
    long peak;
    double took;
    try (BrokenUploads others = BrokenUploads.start(query.port(), servers.redis())) {
      long sent = System.nanoTime();
      while (put(MILLION).statusCode() != 200) {
        refused++;
        sent = System.nanoTime();
        Thread.sleep(50);
      }
      took = (System.nanoTime() - sent) / 1e9;
      peak = others.peakMb();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    String detail =
        String.format(
            Locale.ROOT,
            "%.2f s, after %d refusals in %.1f s; Redis held at most %d MB more",
            took,
            refused,
            seconds - took,
            peak);
    return new BenchResult(
        "the same beside 20 that break off",
        MILLION / took,
        null,
        detail,
        Usage.of(processes).since(before));
  }
}
