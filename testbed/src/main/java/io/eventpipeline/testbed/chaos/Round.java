package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.Folders;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Store;
import io.eventpipeline.testbed.rig.Waiting;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A pipeline under load while something bad is done to it, and what a fault needs to do it. A
 * consumer or an API that dies is started again, as a supervisor would. Threads: any.
 */
final class Round {
  static final Duration GAP_TIMEOUT = Duration.ofSeconds(5);
  private static final int CONSUMERS = 2;
  private static final Duration NO_PROGRESS = Duration.ofMinutes(3);
  private static final Duration READY = Duration.ofMinutes(3);

  private final Pipeline pipeline;
  private final Load load;
  private final Consumer<String> progress;
  private final Incidents incidents = new Incidents();
  private final Set<Long> expected = ConcurrentHashMap.newKeySet();
  private final Collection<String> problems = new ConcurrentLinkedQueue<>();
  private final Collection<Thread> looks = new ConcurrentLinkedQueue<>();
  private volatile boolean over;
  private volatile boolean flowing = true;
  private volatile double recovery;

  private Round(Pipeline pipeline, Load load, Consumer<String> progress) {
    this.pipeline = pipeline;
    this.load = load;
    this.progress = progress;
  }

  /**
   * Plays one and judges it. The logs of a bad one stay.
   *
   * @param progress is told what happens
   */
  static Judgement play(Fault fault, long seed, int events, Consumer<String> progress) {
    // Slow enough for a user's rate limit, long enough for a fault to strike in the middle.
    Duration span = Duration.ofMillis(10_000 + events / 2);
    Random random = new Random(seed);
    Load load = Load.of(random, events);
    fault.shape().accept(load);
    Pipeline.Builder builder =
        Pipeline.named(fault.name())
            .processes()
            .consumers(CONSUMERS)
            .consumer("RETRY_FIRST", "50ms")
            .consumer("ORDER_GAP_TIMEOUT", GAP_TIMEOUT.toSeconds() + "s")
            .consumer("KAFKA_SESSION_TIMEOUT_MS", "6000");
    fault.setUp().accept(builder);
    Judgement judgement;
    Path logs;
    try (Pipeline pipeline = builder.start()) {
      logs = pipeline.dir();
      Round round = new Round(pipeline, load, progress);
      judgement = round.run(fault, seed, random, span);
    }
    if (judgement.isGood()) {
      delete(logs);
    } else {
      progress.accept("logs and data are kept in " + logs);
    }
    return judgement;
  }

  private Judgement run(Fault fault, long seed, Random random, Duration span) {
    Waiting.until(
        "both to work", READY, () -> pipeline.topic().workingMembers().size() == CONSUMERS);
    Thread supervisor = Thread.ofVirtual().start(this::supervise);
    Thread sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  load.send(pipeline.api(), pipeline.topic(), span);
                  flowing = false;
                });
    Thread reporting = Thread.ofVirtual().start(this::report);
    try {
      pause(2000);
      strike(fault, random);
      recovery = awaitCaughtUp();
      sending.join();
      while (liveConsumers().isEmpty()) {
        pause(100);
      }
      awaitCaughtUp();
      over = true;
      supervisor.join();
      reporting.join();
      for (Thread look : looks) {
        look.join();
      }
      noteMoves();
      try (Store store = new Store(pipeline.redis().uri())) {
        Judgement judged =
            new Checker(load, incidents, GAP_TIMEOUT)
                .judge(
                    fault.name(),
                    seed,
                    recovery,
                    new Checker.Sources(pipeline.topic(), store, pipeline.runs()));
        return problems.isEmpty() ? judged : judged.with(problems);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Has a fault strike; what goes wrong with the fault itself counts as a problem. */
  void strike(Fault fault, Random random) {
    say(fault.name());
    look();
    try {
      fault.strike().on(this, random);
    } catch (Exception | AssertionError e) {
      problem(fault.name() + " itself went wrong: " + e);
    }
    look();
  }

  /** Looks at what is final now, beside what happens. A Redis that is away shows nothing. */
  void look() {
    looks.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try (Store store = new Store(pipeline.redis().uri())) {
                    say("seen to be final: " + incidents.finals().look(load.ids(), store::events));
                  } catch (RedisException | IllegalStateException away) {
                    say("seen to be final: Redis does not say");
                  }
                }));
  }

  private void supervise() {
    while (!over) {
      for (ServiceProcess consumer : pipeline.consumers()) {
        if (!consumer.process().isAlive() && expected.add(consumer.pid())) {
          incidents.unclean(consumer.pid());
          look();
          pipeline.launch();
        }
      }
      if (!pipeline.ingest().process().isAlive()) {
        look();
        pipeline.relaunchIngest();
      }
      pause(50);
    }
  }

  private void report() {
    long said = System.nanoTime();
    while (!over) {
      if (System.nanoTime() - said > 10_000_000_000L) {
        said = System.nanoTime();
        say("acknowledged " + load.acknowledged());
      }
      pause(100);
    }
  }

  /** Seconds until everything that is in the topic now is final; no progress ends the wait. */
  private double awaitCaughtUp() {
    long begun = System.nanoTime();
    long progressed = begun;
    long least = Long.MAX_VALUE;
    Map<Integer, Long> ends = pipeline.topic().endOffsets();
    while (System.nanoTime() - progressed < NO_PROGRESS.toNanos()) {
      long left = 0;
      Map<Integer, Long> committed = pipeline.topic().committed();
      for (Map.Entry<Integer, Long> end : ends.entrySet()) {
        left += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
      }
      if (left == 0) {
        return (System.nanoTime() - begun) / 1e9;
      }
      if (left < least) {
        least = left;
        progressed = System.nanoTime();
      }
      pause(100);
    }
    problem("nothing moved for " + NO_PROGRESS.toSeconds() + " s");
    return Double.POSITIVE_INFINITY;
  }

  /** Which partitions went where, as the consumers' logs tell. */
  private void noteMoves() {
    for (ServiceProcess consumer : pipeline.consumers()) {
      try (Stream<String> lines = Files.lines(consumer.log(), StandardCharsets.ISO_8859_1)) {
        lines.forEach(
            line -> {
              if (line.contains("PollThread lost [")) {
                incidents.lostPartitions(consumer.pid());
              } else if (line.contains("PollThread assigned [e")) {
                incidents.assigned(consumer.pid(), time(line));
              }
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Of a line of a log, unix milliseconds. */
  private static long time(String line) {
    LocalTime time = LocalTime.parse(line.substring(0, "HH:mm:ss.SSS".length()));
    return LocalDate.now(ZoneId.systemDefault())
        .atTime(time)
        .atZone(ZoneId.systemDefault())
        .toInstant()
        .toEpochMilli();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  Load load() {
    return load;
  }

  Incidents incidents() {
    return incidents;
  }

  /** More events are to come. */
  boolean isLoadFlowing() {
    return flowing;
  }

  void say(String text) {
    progress.accept(text);
  }

  void problem(String text) {
    problems.add(text);
  }

  void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<ServiceProcess> liveConsumers() {
    return pipeline.consumers().stream()
        .filter(consumer -> consumer.process().isAlive() && !expected.contains(consumer.pid()))
        .toList();
  }

  /** One of those that live, after waiting for one if need be. */
  ServiceProcess anyConsumer(Random random) {
    List<ServiceProcess> live = liveConsumers();
    while (live.isEmpty()) {
      pause(50);
      live = liveConsumers();
    }
    return live.get(random.nextInt(live.size()));
  }

  /** SIGKILL. The supervisor starts another. */
  void kill(ServiceProcess consumer) {
    incidents.unclean(consumer.pid());
    look();
    consumer.signal("KILL");
  }

  /** SIGTERM, and no other is started. */
  void terminate(ServiceProcess consumer) {
    if (!expected.add(consumer.pid())) {
      return;
    }
    boolean away = incidents.isRedisDisturbed();
    long begun = System.currentTimeMillis();
    look();
    consumer.terminate();
    if (away || incidents.isRedisDisturbed() || consumer.process().exitValue() == 137) {
      incidents.unclean(consumer.pid(), begun);
    }
    if (consumer.process().exitValue() == 137) {
      problem("a consumer did not end on SIGTERM");
    }
  }

  /** Starts a consumer and waits for it. */
  ServiceProcess join() {
    return pipeline.launch().awaitReady(READY);
  }

  /** Until the API answers. */
  void awaitApi() {
    pipeline.ingest().awaitReady(READY);
  }

  /** What a probe answers: 200, 503, or 0 for nothing at all. */
  int health(ServiceProcess service, String probe) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + service.port() + "/health/" + probe);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(2000);
      connection.setReadTimeout(5000);
      return connection.getResponseCode();
    } catch (IOException none) {
      return 0;
    }
  }

  /** A problem unless the probe says so in time. */
  void expectHealth(ServiceProcess service, String name, String probe, int status, Duration in) {
    long end = System.nanoTime() + in.toNanos();
    int seen = health(service, probe);
    while (seen != status && System.nanoTime() < end) {
      pause(100);
      seen = health(service, probe);
    }
    if (seen != status) {
      problem("%s of the %s is %d and not %d".formatted(probe, name, seen, status));
    }
  }

  /** Speaks to the pipeline's Redis, past the wire. */
  void redis(Consumer<RedisCommands<String, String>> commands) {
    redis(pipeline.redis().uri(), commands);
  }

  static void redis(String uri, Consumer<RedisCommands<String, String>> commands) {
    RedisClient client = RedisClient.create(uri);
    try (var connection = client.connect()) {
      commands.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private static void delete(Path dir) {
    try {
      Folders.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
