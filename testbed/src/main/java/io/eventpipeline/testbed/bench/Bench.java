package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.GivenRedis;
import io.eventpipeline.testbed.rig.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the pipeline beside the Redis it runs on. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures how fast events become final, beside what the same Redis does at most. Every"
            + " event is read back. Takes some minutes, and means little on a busy machine.")
public final class Bench implements Callable<Integer> {
  private static final List<String> ALL = List.of("drain", "e2e", "post");

  @Parameters(
      arity = "0..*",
      description = "drain, e2e, post, growth or lambda; drain, e2e and post if none is named")
  private List<String> parts = ALL;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "events of e2e and drain, at least 1000 (${DEFAULT-VALUE})")
  private int events = 1_000_000;

  @Option(names = "--repeat", defaultValue = "1", description = "runs of each (${DEFAULT-VALUE})")
  private int repeat = 1;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "a broker that is there; one is started if this is absent")
  private @Nullable String kafka;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:PIPELINE_REDIS}",
      description = "a Redis that is there; one is started if this is absent")
  private @Nullable String redis;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "where bench.md, bench.json and lambda.md are written (${DEFAULT-VALUE})")
  private Path report = Path.of("target/bench");

  private final List<BenchResult> results = new ArrayList<>();
  private final long begun = System.nanoTime();

  @Override
  public Integer call() throws Exception {
    if (events < 1000 || events % 1000 != 0) {
      throw new IllegalArgumentException("--events must be a multiple of 1000");
    }
    for (String part : parts) {
      for (int i = 0; i < repeat; i++) {
        switch (part) {
          case "drain" -> drain();
          case "e2e" ->
              add(
                  EndToEnd.run(
                      dir(), given(), new BenchEvents(name(), events, 20_000, false, 60), say()));
          case "post" -> Posts.run(dir(), given(), name(), say()).forEach(this::add);
          case "growth" -> growth();
          case "lambda" -> lambda();
          default -> throw new IllegalArgumentException("there is no measurement " + part);
        }
      }
    }
    if (!results.isEmpty()) {
      System.out.printf("%n%s%s", BenchResult.HEAD, lines());
    }
    return 0;
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
    drain("drain, no seq, 5,000 users", new BenchEvents(name(), events, 5000, false, 60), 8, 1, 0);
    drain("drain, seq, 5,000 users", new BenchEvents(name(), events, 5000, true, 60), 8, 1, 0);
    // A consumer that has just started is slower: these two are to be compared with each other.
    drain(
        "drain, 50,000, no seq, 5,000 users",
        new BenchEvents(name(), 50_000, 5000, false, 60),
        8,
        1,
        0);
    drain("drain, seq, 10 users × 5,000", new BenchEvents(name(), 50_000, 10, true, 60), 8, 1, 0);
  }

  /** What a run depends on, one thing at a time. */
  private void growth() throws Exception {
    int half = events / 2;
    drain("10 users × 100,000", new BenchEvents(name(), events, 10, true, 60), 8, 1, 0);
    drain("1,000,000 users", new BenchEvents(name(), events, 1_000_000, false, 60), 8, 1, 0);
    drain(
        String.format(Locale.ROOT, "after %,d events", 4 * half),
        new BenchEvents(name(), half, 5000, false, 60),
        8,
        1,
        4);
    for (int note : new int[] {60, 2000, 20_000}) {
      int count = Math.min(half, 400_000_000 / (note + 140));
      drain(note + 140 + " bytes", new BenchEvents(name(), count, 5000, false, note), 8, 1, 0);
    }
    for (int partitions : new int[] {1, 8, 32}) {
      drain(
          partitions + " partitions",
          new BenchEvents(name(), half, 5000, false, 60),
          partitions,
          1,
          0);
    }
    for (int consumers : new int[] {1, 2, 3}) {
      // As many that each of them is warm for the most of it.
      drain(
          consumers + " consumers",
          new BenchEvents(name(), events + half, 5000, false, 60),
          8,
          consumers,
          0);
    }
  }

  private void drain(String what, BenchEvents of, int partitions, int consumers, int before)
      throws Exception {
    say().accept(what);
    add(Drain.run(what, dir(), given(), of, partitions, consumers, before, say()));
  }

  private void add(BenchResult result) {
    results.add(result);
    System.out.print(result.line());
    try {
      Files.createDirectories(report);
      Files.writeString(report.resolve("bench.md"), BenchResult.HEAD + lines());
      Files.writeString(
          report.resolve("bench.json"), Json.write(results.stream().map(Bench::fields).toList()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("the report cannot be written", e);
    }
  }

  private static Map<String, Object> fields(BenchResult result) {
    Map<String, Object> fields = new java.util.LinkedHashMap<>();
    fields.put("what", result.what());
    fields.put("perSecond", result.rate());
    fields.put("bareRedisPerSecond", result.ceiling() == null ? 0 : result.ceiling());
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

  private static String name() {
    return "b" + Long.toString(System.currentTimeMillis(), 36);
  }

  private BenchServers.Given given() {
    if (redis != null) {
      GivenRedis.parse(redis);
    }
    return new BenchServers.Given(kafka, redis);
  }

  private static Path dir() {
    return Path.of(System.getProperty("testbed.directory"));
  }
}
