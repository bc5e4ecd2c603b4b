package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.OperatorProcess;
import io.eventpipeline.testbed.rig.RedisView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pauses of a round, by the operator's commands, and what Redis showed of them. A thread looks
 * at them all the time. Threads: any.
 */
final class RoundPauses {
  private static final long LOOK_MS = 50;

  private final ChaosRound round;
  private final Map<String, PauseHold> holds = new ConcurrentHashMap<>();

  RoundPauses(ChaosRound round) {
    this.round = round;
  }

  /**
   * Pauses a user.
   *
   * @param length as the command takes it, such as {@code 15m}
   */
  void pause(String user, String length) {
    command("pause", user, "--for", length, "--why", "chaos");
    try (RedisView redis = view()) {
      long from = Long.parseLong(redis.hash("pause:" + user).getOrDefault("since", "0"));
      holds.put(user, new PauseHold(user, from, from, ""));
    }
    round.say("paused " + user + " for " + length);
    Thread unused = Thread.ofVirtual().start(() -> watch(user));
  }

  void resume(String user) {
    command("resume", user);
  }

  private void command(String... args) {
    OperatorProcess.command(
        round.pipeline().dir(),
        round.pipeline().redis().uri(),
        round.pipeline().kafka().bootstrapServers(),
        args);
  }

  private RedisView view() {
    return new RedisView(round.pipeline().redis().uri());
  }

  private void watch(String user) {
    try (RedisView redis = view()) {
      boolean holding = true;
      while (holding) {
        long now = System.currentTimeMillis();
        holding = redis.scores("paused").getOrDefault(user, 0.0) > now;
        if (holding) {
          holds.computeIfPresent(
              user, (key, hold) -> new PauseHold(key, hold.from(), now, hold.ended()));
          round.pause(LOOK_MS);
        }
      }
      String ended = redis.hash("pause:" + user).getOrDefault("ended", "");
      holds.computeIfPresent(
          user, (key, hold) -> new PauseHold(key, hold.from(), hold.to(), ended));
      round.say(user + " goes on: " + (ended.isEmpty() ? "its time was over" : ended));
    }
  }

  /** Whether the pause of this user holds now, by Redis. */
  boolean isPaused(String user) {
    try (RedisView redis = view()) {
      return redis.scores("paused").getOrDefault(user, 0.0) > System.currentTimeMillis();
    }
  }

  /**
   * Adds a problem unless the pause is over in time.
   *
   * @param by how what ended it begins; empty if its time must be over
   */
  void expectEnd(String user, String by, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (isPaused(user) && System.nanoTime() < end) {
      round.pause(LOOK_MS);
    }
    try (RedisView redis = view()) {
      String ended = redis.hash("pause:" + user).getOrDefault("ended", "");
      boolean isRight = by.isEmpty() ? ended.isEmpty() : ended.startsWith(by);
      if (isPaused(user) || !isRight) {
        round.addProblem(
            "the pause of %s was to end by '%s'; it says '%s'".formatted(user, by, ended));
      }
    }
  }

  /**
   * Sends an event of a new user into each partition, and adds a problem unless all are final in
   * time.
   */
  void expectOthersToFlow(Duration within) {
    List<TestEvent> probes = new ArrayList<>();
    for (int partition = 0; partition < EventsTopic.PARTITIONS; partition++) {
      probes.add(anEvent().of(EventsTopic.usersIn(partition, 1).getFirst()).seq(1));
    }
    probes.forEach(probe -> round.load().addSent(probe, EventKind.OK));
    long sent = System.nanoTime();
    var unused = round.pipeline().topic().produce(probes);
    List<String> ids = TestEvent.ids(probes);
    try (RedisView redis = view()) {
      while (!redis.notFinal(ids).isEmpty() && System.nanoTime() - sent < within.toNanos()) {
        round.pause(20);
      }
      long ms = Duration.ofNanos(System.nanoTime() - sent).toMillis();
      round.say("events of others took " + ms + " ms");
      if (!redis.notFinal(ids).isEmpty()) {
        round.addProblem("events of others are not final after " + ms + " ms");
      }
    }
  }

  List<PauseHold> holds() {
    return List.copyOf(holds.values());
  }
}
