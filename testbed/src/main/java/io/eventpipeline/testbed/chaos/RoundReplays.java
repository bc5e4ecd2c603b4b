package io.eventpipeline.testbed.chaos;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.OperatorProcess;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.RedisView;
import io.eventpipeline.testbed.rig.Waiting;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The replays of a round: one job over all its events that need mending, and the processes that run
 * it. Threads: one at a time.
 */
final class RoundReplays {
  private static final Duration DEAD_WITHIN = Duration.ofMinutes(3);

  private final ChaosRound round;
  private final List<OperatorProcess> runners = new ArrayList<>();
  private final Set<OperatorProcess> killed = new HashSet<>();
  private ReplayEvidence.Before before = ReplayEvidence.Before.NOTHING;
  private String job = "";

  RoundReplays(ChaosRound round) {
    this.round = round;
  }

  /**
   * Waits until all events that need mending are dead letters, notes the orders of their users,
   * mends what the handler needs, and counts the job.
   *
   * @param mended the file that tells the handler
   * @param length how long the job takes if nothing disturbs it
   */
  void begin(Path mended, Duration length) throws IOException {
    List<String> ids = round.load().replayed();
    Set<String> users = usersOf(ids);
    round.incidents().finals().leaveOut(ids);
    try (RedisView redis = new RedisView(redis())) {
      redis.awaitFinal(idsOf(users), DEAD_WITHIN);
      before = new ReplayEvidence.Before(System.currentTimeMillis(), redis.orders(users));
    }
    Files.createFile(mended);
    mended.toFile().deleteOnExit();
    int rate = (int) Math.max(1, ids.size() / length.toSeconds());
    OperatorProcess.Counted counted =
        OperatorProcess.count(pipeline().dir(), redis(), EventKind.MENDING, rate);
    job = counted.job();
    round.say("replays %,d dead letters, %d a second".formatted(counted.total(), rate));
  }

  private Set<String> usersOf(List<String> ids) {
    Set<String> wanted = new HashSet<>(ids);
    return round.load().planned().values().stream()
        .map(ChaosLoad.Planned::event)
        .filter(event -> wanted.contains(event.id()))
        .map(TestEvent::user)
        .collect(Collectors.toSet());
  }

  private List<String> idsOf(Set<String> users) {
    return round.load().planned().values().stream()
        .filter(planned -> users.contains(planned.event().user()))
        .map(planned -> planned.event().id())
        .toList();
  }

  private Pipeline pipeline() {
    return round.pipeline();
  }

  /** Through the proxy, as the services reach it. */
  private String redis() {
    return "redis://127.0.0.1:" + pipeline().wire().port();
  }

  /** Starts one more runner of the job. */
  OperatorProcess startRunner() {
    OperatorProcess runner =
        OperatorProcess.run(pipeline().dir(), redis(), pipeline().kafka().bootstrapServers(), job);
    runners.add(runner);
    return runner;
  }

  /** Sends SIGKILL to a runner that lives, if there is one, and starts another. */
  void killRunner(Random random) {
    List<OperatorProcess> live =
        runners.stream().filter(runner -> runner.process().isAlive()).toList();
    if (!live.isEmpty()) {
      OperatorProcess runner = live.get(random.nextInt(live.size()));
      killed.add(runner);
      runner.process().destroyForcibly();
      round.say("a runner was killed; " + progress());
      round.pause(random.nextInt(1000));
      OperatorProcess next = startRunner();
      round.say("runner " + next.process().pid() + " takes over");
    }
  }

  /** The fields of the job; none if Redis has lost it, or does not answer. */
  Map<String, String> progress() {
    try (RedisView redis = new RedisView(redis())) {
      return redis.hash("replay:job:" + job);
    } catch (RedisException | IllegalStateException noAnswer) {
      return Map.of();
    }
  }

  boolean isOver() {
    return "done".equals(progress().get("state"));
  }

  /** Waits for the end of all runners. Those that nobody killed must end with {@code status}. */
  void awaitRunners(int status, Duration within) {
    for (OperatorProcess runner : runners) {
      Waiting.until("the runner's end", within, () -> !runner.process().isAlive());
      if (!killed.contains(runner) && runner.process().exitValue() != status) {
        round.addProblem("a runner ended with " + runner.process().exitValue());
      }
    }
  }

  /** What is known of the replays at the end of the round. */
  ReplayEvidence evidence(RedisView redis) {
    List<String> ids = round.load().replayed();
    return new ReplayEvidence(
        before,
        redis.orders(before.orders().keySet()),
        redis.deadLetters(ids),
        job.isEmpty() ? Map.of() : redis.hash("replay:job:" + job));
  }
}
