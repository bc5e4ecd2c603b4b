package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.GatewayEvent;
import io.eventpipeline.local.LocalLambda;
import io.eventpipeline.local.LocalLambda.Outcome;
import io.eventpipeline.testbed.rig.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the Lambda function from the start of its process to its first 202, and its memory then.
 *
 * @param what how the function was started
 * @param millis of each run
 * @param rssMb peak of each run (RSS)
 */
record ColdStarts(String what, List<Double> millis, List<Long> rssMb) {
  static final String HEAD =
      "| cold start to the first 202 | median | lowest | highest | peak RSS, median |\n"
          + "|---|---|---|---|---|\n";

  private static final int RUNS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Runs plain and cached starts in turn, so that both meet the same load of the machine. */
  static List<ColdStarts> run(
      Path dir, BenchServers.GivenServers given, Path function, Consumer<String> progress)
      throws Exception {
    if (!Files.isRegularFile(function.resolve("ingest.aot"))) {
      throw new IllegalStateException("no function in " + function + ": run ./pipeline function");
    }
    List<String> cached = List.of(function.resolve("bootstrap").toString());
    List<String> plain = plainCommand(function);
    ColdStarts without = new ColdStarts("plain", new ArrayList<>(), new ArrayList<>());
    ColdStarts with = new ColdStarts("with the AOT cache", new ArrayList<>(), new ArrayList<>());
    try (BenchServers servers = new BenchServers(dir, given, 8)) {
      without.discard(servers, plain, dir);
      with.discard(servers, cached, dir);
      for (int i = 1; i <= RUNS; i++) {
        without.add(servers, plain, dir);
        with.add(servers, cached, dir);
        progress.accept("cold start %d of %d: %s".formatted(i, RUNS, last(without, with)));
      }
    }
    return List.of(without, with);
  }

  private static List<String> plainCommand(Path function) {
    return List.of(
        "/bin/sh",
        "-c",
        "cd '" + function + "' && exec jre/bin/java @jvm.options \"$@\"",
        "sh",
        LocalLambda.RUNTIME_CLIENT,
        LocalLambda.HTTP_API);
  }

  private static String last(ColdStarts without, ColdStarts with) {
    return String.format(
        Locale.ROOT,
        "plain %.0f ms, cached %.0f ms",
        without.millis().getLast(),
        with.millis().getLast());
  }

  /** Runs once without counting: later runs find the files in memory, as in Lambda. */
  private void discard(BenchServers servers, List<String> command, Path dir) throws Exception {
    new ColdStarts(what, new ArrayList<>(), new ArrayList<>()).add(servers, command, dir);
  }

  private void add(BenchServers servers, List<String> command, Path dir) throws Exception {
    String event = "{\"userId\":\"cold\",\"type\":\"t\",\"payload\":{}}";
    Map<String, String> env =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", servers.kafka(),
            "REDIS_URI", servers.redis(),
            "TOPIC_NAME", servers.topic());
    long begun = System.nanoTime();
    try (LocalLambda lambda =
        LocalLambda.start(LocalLambda.HTTP_API, command, env, dir.resolve("function.log"))) {
      Outcome outcome = lambda.call(GatewayEvent.http("/events", event), PATIENCE);
      millis.add((System.nanoTime() - begun) / 1e6);
      rssMb.add(Usage.of(Map.of("function", lambda.process())).peak().get("function"));
      if (!(outcome instanceof Outcome.Returned(String json))
          || !Json.read(json.getBytes(StandardCharsets.UTF_8))
              .path("statusCode")
              .asText()
              .equals("202")) {
        throw new IllegalStateException("the first answer was " + outcome);
      }
    }
  }

  double median() {
    List<Double> sorted = millis.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  String line() {
    List<Long> sorted = rssMb.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f ms | %.0f ms | %.0f ms | %d MB |%n",
        what,
        median(),
        millis.stream().mapToDouble(x -> x).min().orElseThrow(),
        millis.stream().mapToDouble(x -> x).max().orElseThrow(),
        sorted.get(sorted.size() / 2));
  }
}
