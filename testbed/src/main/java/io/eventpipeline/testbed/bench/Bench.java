package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.GivenRedis;
import io.eventpipeline.testbed.rig.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the pipeline, and how much of its Redis' speed it uses. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures how fast events become final, and how fast the same Redis could be at most. Reads"
            + " every event back. Takes some minutes. Results from a busy machine mean little.")
public final class Bench implements Callable<Integer> {
  private static final List<String> FIRST = List.of("drain", "e2e", "post");

  /** The whole table of the targets. */
  private static final List<String> ALL =
      List.of("drain", "e2e", "post", "parallel-consumer", "plain-controller", "growth");

  private static final int PARTITIONS = 8;

  @Parameters(
      arity = "0..*",
      description =
          "drain, e2e, post, parallel-consumer, plain-controller, growth, all for these six,"
              + " consumers, webhook, push, metrics, projections, replay, dashboard, small or"
              + " lambda (default: drain, e2e and post)")
  private List<String> parts = FIRST;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "events of e2e and drain, a multiple of 1000 (${DEFAULT-VALUE})")
  private int events = 1_000_000;

  @Option(names = "--repeat", defaultValue = "1", description = "runs of each (${DEFAULT-VALUE})")
  private int repeat = 1;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "use this broker instead of starting one")
  private @Nullable String kafka;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:PIPELINE_REDIS}",
      description = "use this Redis instead of starting one")
  private @Nullable String redis;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "folder for bench.md, bench.json and lambda.md (${DEFAULT-VALUE})")
  private Path report = Path.of("target/bench");

  @Mixin private PushBench push = new PushBench();

  @Mixin private ReplayBench replay = new ReplayBench();

  @Mixin private DashboardBench dashboard = new DashboardBench();

  private final List<BenchResult> results = new ArrayList<>();
  private final long begun = System.nanoTime();

  @Override
  public Integer call() throws Exception {
    if (events < 1000 || events % 1000 != 0) {
      throw new IllegalArgumentException("--events must be a multiple of 1000");
    }
    for (String part : parts.contains("all") ? ALL : parts) {
      for (int i = 0; i < repeat; i++) {
        measure(part);
      }
    }
    if (!results.isEmpty()) {
      System.out.printf("%n%s%s", BenchResult.HEAD, lines());
    }
    return 0;
  }

  private void measure(String part) throws Exception {
    switch (part) {
      case "drain" -> drain();
      case "e2e" -> add(EndToEnd.run(dir(), given(), unordered(events, 20_000), say()));
      case "post" -> Posts.run(dir(), given(), name(), say()).forEach(this::add);
      case "parallel-consumer" -> ParallelConsumerBench.run(frame(), events, this::add);
      case "plain-controller" -> PlainControllerBench.run(frame(), events, this::add);
      case "consumers" -> consumers();
      case "webhook" -> Webhooks.run(dir(), given(), name(), say()).forEach(this::add);
      case "push" -> push.run(frame(), events, this::add);
      case "metrics" -> MetricsBench.run(frame(), this::add);
      case "projections" -> ProjectionsBench.run(frame(), events, this::add);
      case "replay" -> replay.run(frame(), this::add);
      case "dashboard" -> dashboard.run(frame(), this::add);
      case "small" -> SmallShop.run(frame(), this::add);
      case "growth" -> growth();
      case "lambda" -> lambda();
      default ->
          throw new IllegalArgumentException(
              "there is no measurement '" + part + "': bench --help names them all");
    }
  }

  private void lambda() throws Exception {
    Path function = Path.of(System.getProperty("testbed.function")).toAbsolutePath();
    StringBuilder table = new StringBuilder(ColdStarts.HEAD);
    ColdStarts.run(dir().toAbsolutePath(), given(), function, say())
        .forEach(starts -> table.append(starts.line()));
    Files.createDirectories(report);
    Files.writeString(report.resolve("lambda.md"), table);
    System.out.printf("%n%s", table);
  }

  private void drain() throws Exception {
    drain("drain, no seq, 5,000 users", unordered(events, 5000));
    drain("drain, seq, 5,000 users", new BenchEvents(name(), events, 5000, true, 60));
    // A consumer is slower just after its start: compare these two with each other only.
    drain("drain, 50,000, no seq, 5,000 users", unordered(50_000, 5000));
    drain("drain, seq, 10 users × 5,000", new BenchEvents(name(), 50_000, 10, true, 60));
  }

  /** Changes one thing at a time that a run depends on. */
  private void growth() throws Exception {
    int half = events / 2;
    drain("10 users × 100,000", new BenchEvents(name(), events, 10, true, 60));
    drain("1,000,000 users", unordered(events, 1_000_000));
    String full = String.format(Locale.ROOT, "after %,d events", 4 * half);
    drain(new Drain(full, unordered(half, 5000), PARTITIONS, 1, 4));
    for (int note : new int[] {60, 2000, 20_000}) {
      int count = Math.min(half, 400_000_000 / (note + 140));
      drain(note + 140 + " bytes", new BenchEvents(name(), count, 5000, false, note));
    }
    for (int partitions : new int[] {1, 8, 32}) {
      drain(new Drain(partitions + " partitions", unordered(half, 5000), partitions, 1, 0));
    }
    consumers();
  }

  private void consumers() throws Exception {
    int half = events / 2;
    for (int consumers : new int[] {1, 2, 3}) {
      // Enough events that each consumer is warm most of the time.
      BenchEvents many = unordered(events + half, 5000);
      drain(new Drain(consumers + " consumers", many, PARTITIONS, consumers, 0));
    }
  }

  /** New events without seq. */
  private static BenchEvents unordered(int count, int users) {
    return new BenchEvents(name(), count, users, false, 60);
  }

  private void drain(String what, BenchEvents of) throws Exception {
    drain(new Drain(what, of, PARTITIONS, 1, 0));
  }

  private void drain(Drain drain) throws Exception {
    say().accept(drain.what());
    add(drain.run(dir(), given(), say()));
  }

  private void add(BenchResult result) {
    results.add(result);
    System.out.print(result.line());
    try {
      Files.createDirectories(report);
      Files.writeString(report.resolve("bench.md"), BenchResult.HEAD + lines());
      Files.writeString(
          report.resolve("bench.json"), Json.write(results.stream().map(Bench::fields).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written to " + report, e);
    }
  }

  private static Map<String, Object> fields(BenchResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("what", result.what());
    fields.put("perSecond", result.rate());
    fields.put("barePerSecond", result.ceiling() == null ? 0 : result.ceiling());
    fields.put("detail", result.detail());
    fields.put("cpuSeconds", result.usage().cpu());
    fields.put("peakRssMb", result.usage().peak());
    return fields;
  }

  private String lines() {
    StringBuilder text = new StringBuilder();
    results.forEach(result -> text.append(result.line()));
    return text.toString();
  }

  private Consumer<String> say() {
    return text -> System.out.printf("%7.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text);
  }

  private BenchFrame frame() {
    return new BenchFrame(dir(), given(), name(), say());
  }

  private static String name() {
    return "b" + Long.toString(System.currentTimeMillis(), 36);
  }

  private BenchServers.GivenServers given() {
    if (redis != null) {
      GivenRedis.parse(redis);
    }
    return new BenchServers.GivenServers(kafka, redis);
  }

  private static Path dir() {
    return Path.of(System.getProperty("testbed.directory"));
  }
}
