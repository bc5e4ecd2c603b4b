package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.OperatorProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Measures replays of dead letters: counting by a filter, running, and what one costs Redis. */
final class ReplayBench {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final int PARTITIONS = 8;
  private static final int WARM_UP = 50_000;

  /**
   * Replays out of lists of these lengths. Each job takes the same number, spread over the list.
   */
  private static final List<Integer> LENGTHS = List.of(10_000, 100_000);

  private static final int CHOSEN = 5000;
  private static final int TURNS = 2;

  @Option(
      names = "--dead-letters",
      defaultValue = "100000",
      paramLabel = "N",
      description = "replay: dead letters of the large job, 100000 at most (${DEFAULT-VALUE})")
  private int letters = 100_000;

  void run(BenchFrame frame, Consumer<BenchResult> report) throws Exception {
    if (letters < 1 || letters > 100_000) {
      throw new IllegalArgumentException("--dead-letters must be from 1 to 100000");
    }
    try (BenchServers servers = new BenchServers(frame.dir(), frame.given(), PARTITIONS);
        ServiceProcess consumer = servers.startConsumer().awaitReady(READY)) {
      new Bed(frame, servers, consumer).measure(letters, report);
    }
  }

  /** A pipeline whose consumer is warm. */
  private record Bed(BenchFrame frame, BenchServers servers, ServiceProcess consumer) {
    void measure(int letters, Consumer<BenchResult> report) {
      int events = Math.min(WARM_UP, letters);
      BenchTopic.fill(servers, new BenchEvents(frame.name() + "w", events, 5000, false, 60));
      BenchTopic.awaitDone(servers, Duration.ofMinutes(5));
      report.accept(count(letters));
      report.accept(replay("replay, %,d of %,d", frame.name() + "r", letters, letters));
      for (int turn = 0; turn < TURNS; turn++) {
        for (int length : LENGTHS) {
          String name = frame.name() + "f" + turn + "-" + length;
          report.accept(replay("replay, %,d of a list of %,d", name, CHOSEN, length));
        }
      }
    }

    /** Nothing is replayed: the filter fits one in ten. */
    private BenchResult count(int count) {
      SeededLetters letters = seed(frame.name() + "c", count, count / 10);
      Usage before = Usage.of(processes());
      try (SlowLog slow = new SlowLog(servers.redis())) {
        OperatorProcess.Counted counted = counted();
        if (counted.total() != count / 10) {
          throw new IllegalStateException("counted " + counted);
        }
        List<SlowLog.Slow> longest = slow.longest();
        letters.delete(servers.redis());
        return new BenchResult(
            String.format(Locale.ROOT, "filter over %,d", count),
            count * 1e3 / Math.max(1, counted.ms()),
            null,
            String.format(
                Locale.ROOT,
                "%.2f s, first progress after %d ms; Redis' longest command %s",
                counted.ms() / 1e3,
                counted.firstMs(),
                shown(longest)),
            Usage.of(processes()).since(before));
      }
    }

    private BenchResult replay(String what, String name, int chosen, int length) {
      SeededLetters letters = seed(name, length, chosen);
      OperatorProcess.Counted counted = counted();
      Usage before = Usage.of(processes());
      try (SlowLog slow = new SlowLog(servers.redis());
          RawRedis redis = new RawRedis(servers.redis())) {
        double cpu = redis.mainThreadSeconds();
        OperatorProcess runner =
            OperatorProcess.run(servers.dir(), servers.redis(), servers.kafka(), counted.job());
        String[] said = runner.lastLine().split(" ", -1);
        double micros = (redis.mainThreadSeconds() - cpu) * 1e6 / chosen;
        String longest = shown(slow.longest());
        requireProcessed(redis, counted.job(), chosen, length);
        letters.delete(servers.redis());
        double seconds = Long.parseLong(said[1]) / 1e3;
        return new BenchResult(
            String.format(Locale.ROOT, what, chosen, length),
            chosen / seconds,
            null,
            String.format(
                Locale.ROOT,
                "%.1f s; Redis' main thread %.0f µs a replay, its longest command %s",
                seconds,
                micros,
                longest),
            Usage.of(processes()).since(before));
      }
    }

    private SeededLetters seed(String name, int count, int chosen) {
      SeededLetters letters = new SeededLetters(name, servers.topic(), count, chosen);
      letters.write(servers.redis());
      frame.say("%,d dead letters are in Redis", count);
      return letters;
    }

    /** Counts the chosen ones into a job without a cap. */
    private OperatorProcess.Counted counted() {
      Path dir = servers.dir();
      return OperatorProcess.count(dir, servers.redis(), SeededLetters.CHOSEN, 0);
    }

    private static void requireProcessed(RawRedis redis, String job, int chosen, int length) {
      String fields =
          redis.ask("HMGET", "replay:job:" + job, "state", "processed", "failed", "stuck");
      String left = redis.ask("LLEN", "dlq:list").strip();
      if (!fields.startsWith("done\n" + chosen + "\n") || !left.equals("" + (length - chosen))) {
        throw new IllegalStateException("the job says " + fields + ", the list has " + left);
      }
    }

    private static String shown(List<SlowLog.Slow> longest) {
      return longest.isEmpty()
          ? "below 0.1 ms"
          : String.format(
              Locale.ROOT,
              "%.1f ms (%s)",
              longest.getFirst().micros() / 1e3,
              longest.getFirst().words());
    }

    private Map<String, Process> processes() {
      Map<String, Process> all = new HashMap<>(servers.processes());
      all.put("consumer", consumer.process());
      return all;
    }
  }
}
