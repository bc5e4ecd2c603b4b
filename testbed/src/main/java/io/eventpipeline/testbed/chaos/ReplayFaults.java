package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;

import io.eventpipeline.testbed.operator.ReplayTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Faults while an operator replays many dead letters. One event in twenty, beside the usual ones,
 * needs mending.
 */
final class ReplayFaults {
  private static final int ONE_IN = 20;

  /** After them the job may end: each killed runner costs it 10 s. */
  private static final int KILLS = 15;

  private static final Duration LENGTH = Duration.ofSeconds(50);
  private static final Duration LOAD = Duration.ofSeconds(100);
  private static final long AT_MOST_NANOS = Duration.ofMinutes(6).toNanos();
  private static final Duration RUNNERS_END = Duration.ofSeconds(60);

  private ReplayFaults() {}

  static List<Fault> all() {
    return List.of(
        replaying("replay-and-kills", "consumer, runner and Redis killed in turn", 1, kills()),
        replaying(
            "replay-two-runners", "one of two runners of one job killed", 2, List.of(runner())),
        emptied());
  }

  /** Something that is killed again and again while the job runs. */
  private interface Kill {
    void of(ChaosRound round, Random random) throws Exception;
  }

  private static List<Kill> kills() {
    return List.of(
        (round, random) ->
            round
                .supervisor()
                .kill(HealthProbe.anyReady(round.supervisor()::liveConsumers, random, round)),
        runner(),
        RedisFaults::killAndRestart);
  }

  private static Kill runner() {
    return (round, random) -> round.replays().killRunner(random);
  }

  private static Fault replaying(String name, String what, int runners, List<Kill> kills) {
    Path mended = mendedFile();
    return fault(
        name,
        what + " within a job of replays",
        mended,
        (round, random) -> {
          round.replays().begin(mended, LENGTH);
          for (int i = 0; i < runners; i++) {
            var started = round.replays().startRunner();
            round.say("runner " + started.process().pid());
          }
          killInTurn(round, random, kills);
        });
  }

  private static void killInTurn(ChaosRound round, Random random, List<Kill> kills)
      throws Exception {
    long end = System.nanoTime() + AT_MOST_NANOS;
    for (int i = 0; !round.replays().isOver() && System.nanoTime() < end; i++) {
      round.pause(1500 + random.nextInt(4000));
      if (i < KILLS && !round.replays().isOver()) {
        kills.get(i % kills.size()).of(round, random);
      }
    }
    round.say("the job is " + round.replays().progress());
    round.replays().awaitRunners(0, RUNNERS_END);
  }

  private static Fault emptied() {
    Path mended = mendedFile();
    return fault(
        "replay-emptied",
        "FLUSHALL within a job of replays",
        mended,
        (round, random) -> {
          round.replays().begin(mended, LENGTH);
          var started = round.replays().startRunner();
          round.pause(LENGTH.toMillis() / 3);
          round.say("runner " + started.process().pid() + ": " + round.replays().progress());
          round.redis(round.push()::flush);
          round.replays().awaitRunners(ReplayTool.NO_JOB, RUNNERS_END);
        });
  }

  private static Path mendedFile() {
    return Path.of(System.getProperty("testbed.directory", "."), "mended-" + UUID.randomUUID())
        .toAbsolutePath();
  }

  private static Fault fault(String name, String what, Path mended, Fault.Strike strike) {
    return Fault.of(name, ALONE, what, strike)
        .with(pipeline -> pipeline.consumerJvm("-Dtestbed.mended=" + mended))
        .sending(load -> load.addMending(Math.max(10, load.planned().size() / ONE_IN)))
        .sending(load -> load.stretch(LOAD));
  }
}
