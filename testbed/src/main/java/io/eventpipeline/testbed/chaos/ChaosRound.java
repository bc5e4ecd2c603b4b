package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.Folders;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import io.eventpipeline.testbed.rig.RedisView;
import io.eventpipeline.testbed.rig.Waiting;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A pipeline under load that a fault strikes, and what the fault needs for that. Threads: any. */
final class ChaosRound {
  static final Duration GAP_TIMEOUT = Duration.ofSeconds(5);
  private static final int CONSUMERS = 2;
  private static final Duration READY = Duration.ofMinutes(3);
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();

  private final Pipeline pipeline;
  private final ChaosLoad load;
  private final LoadSender sender;
  private final Consumer<String> progress;
  private final Incidents incidents = new Incidents();
  private final Supervisor supervisor;
  private final RoundPush push;
  private final RoundSql sql;
  private final RoundReplays replays;
  private final RoundPauses pauses;
  private final RoundDashboard dashboard;
  private final Collection<String> problems = new ConcurrentLinkedQueue<>();
  private final Collection<Thread> looks = new ConcurrentLinkedQueue<>();
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicBoolean lookWaits = new AtomicBoolean();
  private volatile boolean over;
  private volatile boolean flowing = true;

  private ChaosRound(Pipeline pipeline, ChaosLoad load, Consumer<String> progress) {
    this.pipeline = pipeline;
    this.load = load;
    this.progress = progress;
    sender = new LoadSender(pipeline.api(), pipeline.topic());
    supervisor = new Supervisor(this);
    push = new RoundPush(this);
    sql = new RoundSql(this);
    replays = new RoundReplays(this);
    pauses = new RoundPauses(this);
    dashboard = new RoundDashboard(this);
  }

  /**
   * Plays a round and judges it. Keeps the logs of a round with problems.
   *
   * @param progress gets a line for each thing that happens
   */
  static RoundVerdict play(Fault fault, long seed, int events, Consumer<String> progress) {
    Random random = new Random(seed);
    ChaosLoad load = ChaosLoad.of(random, events);
    fault.shape().accept(load);
    RoundVerdict verdict;
    Path logs;
    try (Pipeline pipeline = describe(fault).start()) {
      logs = pipeline.dir();
      verdict = new ChaosRound(pipeline, load, progress).run(fault, seed, random);
    }
    if (verdict.isGood()) {
      delete(logs);
    } else {
      progress.accept("logs and data are kept in " + logs);
    }
    return verdict;
  }

  private static PipelineBuilder describe(Fault fault) {
    PipelineBuilder builder =
        Pipeline.named(fault.name())
            .processes()
            .consumers(CONSUMERS)
            .counting()
            .consumer("RETRY_FIRST", "50ms")
            .consumer("ORDER_GAP_TIMEOUT", GAP_TIMEOUT.toSeconds() + "s")
            .consumer("KAFKA_SESSION_TIMEOUT_MS", "6000");
    RoundPush.describe(builder);
    fault.setUp().accept(builder);
    return builder;
  }

  private RoundVerdict run(Fault fault, long seed, Random random) {
    Waiting.until(
        "both to work", READY, () -> pipeline.topic().workingMembers().size() == CONSUMERS);
    redis(push.devices()::register);
    Thread supervising = Thread.ofVirtual().start(this::supervise);
    List<Thread> typing = sql.startSending(sender, seed);
    Thread sending = Thread.ofVirtual().start(() -> send(typing));
    Thread reporting = Thread.ofVirtual().start(this::report);
    Thread visiting = Thread.ofVirtual().start(this::visit);
    try {
      pause(2000);
      strike(fault, random);
      RecoveryTimer timer = new RecoveryTimer(this);
      double recovery = timer.awaitCaughtUp();
      sending.join();
      while (supervisor.liveConsumers().isEmpty()) {
        pause(100);
      }
      timer.awaitCaughtUp();
      push.awaitFinished();
      pipeline.query().process().awaitReady(READY);
      over = true;
      supervising.join();
      reporting.join();
      visiting.join();
      for (Thread look : looks) {
        look.join();
      }
      return judge(fault, seed, recovery);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private RoundVerdict judge(Fault fault, long seed, double recovery) {
    pipeline.consumers().forEach(consumer -> RebalanceLog.noteMoves(consumer, incidents));
    List<String> before = new ArrayList<>(problems);
    before.addAll(sender.problems());
    try (RedisView redis = new RedisView(pipeline.redis().uri())) {
      Evidence evidence = Evidence.read(pipeline, redis, load.ids(), sql.sent());
      Operations operations =
          new Operations(replays.evidence(redis), pauses.holds(), dashboard.evidence());
      return new Checker(load, push.devices(), incidents, GAP_TIMEOUT, evidence, operations)
          .judge(fault.name(), seed, recovery, before);
    }
  }

  /** Lets a fault strike. A fault that fails itself is a problem of the round. */
  void strike(Fault fault, Random random) {
    say(fault.name());
    look();
    try {
      fault.strike().on(this, random);
    } catch (Exception | AssertionError e) {
      addProblem("the fault " + fault.name() + " failed itself: " + e);
    }
    look();
  }

  /** Notes in the background which events are final now, if Redis answers. */
  void look() {
    if (lookWaits.compareAndSet(false, true)) { // one that waits reads later than now
      looks.add(Thread.ofVirtual().start(this::noteFinal));
    }
  }

  private void noteFinal() {
    looking.lock();
    lookWaits.set(false);
    try (RedisView redis = new RedisView(pipeline.redis().uri())) {
      say("seen to be final: " + incidents.finals().look(sender.begun(), redis::events));
    } catch (RedisException | IllegalStateException noAnswer) {
      say("seen to be final: unknown, Redis does not answer");
    } finally {
      looking.unlock();
    }
  }

  private void supervise() {
    while (!over) {
      supervisor.replaceDead();
      push.replaceDead();
      pause(50);
    }
  }

  private void send(List<Thread> besides) {
    sender.send(load);
    LoadSender.join(besides);
    flowing = false;
  }

  private void report() {
    long said = System.nanoTime();
    while (!over) {
      if (System.nanoTime() - said > REPORT_NANOS) {
        said = System.nanoTime();
        say("acknowledged " + sender.acknowledged());
      }
      pause(100);
    }
  }

  private void visit() {
    while (!over) {
      dashboard.look();
    }
  }

  Pipeline pipeline() {
    return pipeline;
  }

  ChaosLoad load() {
    return load;
  }

  Incidents incidents() {
    return incidents;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  RoundPush push() {
    return push;
  }

  RoundSql sql() {
    return sql;
  }

  RoundReplays replays() {
    return replays;
  }

  RoundPauses pauses() {
    return pauses;
  }

  RoundDashboard dashboard() {
    return dashboard;
  }

  /** Whether more events are to come. */
  boolean isLoadFlowing() {
    return flowing;
  }

  void say(String text) {
    progress.accept(text);
  }

  void addProblem(String text) {
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

  /** As {@link HealthProbe#expect}. */
  void expectHealth(
      ServiceProcess service, String name, String probe, int status, Duration within) {
    new HealthProbe(service, name, probe).expect(status, within, this);
  }

  /** Runs commands on the pipeline's Redis, past the proxy. */
  void redis(Consumer<RedisCommands<String, String>> commands) {
    OperatorRedis.run(pipeline.redis().uri(), commands);
  }

  private static void delete(Path dir) {
    try {
      Folders.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
