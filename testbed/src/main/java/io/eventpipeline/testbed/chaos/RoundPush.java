package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.rig.OutboxView;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import io.eventpipeline.testbed.rig.PushSide;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The push side of a round: users' devices, push workers, and the fake FCM. Threads: any. */
final class RoundPush {
  /** A rule notifies of each processed event of these types. Some always fail. */
  static final Set<String> TYPES =
      new TreeSet<>(
          Set.of(
              "test.notify",
              "test.slow",
              "test.unavailable",
              "test.mend",
              "test.fail",
              "test.final",
              "test.error"));

  private static final int WORKERS = 2;
  private static final Duration NO_PROGRESS = Duration.ofMinutes(1);
  private static final Duration REDIS_AWAY = Duration.ofSeconds(20);

  private final ChaosRound round;
  private final PushSide side;
  private final UserDevices devices;
  private final Set<Long> killed = ConcurrentHashMap.newKeySet();
  private final Set<Long> replaced = ConcurrentHashMap.newKeySet();

  RoundPush(ChaosRound round) {
    this.round = round;
    side = round.pipeline().push();
    devices = UserDevices.plan(round.load().users());
  }

  static void describe(PipelineBuilder pipeline) {
    pipeline.pushWorkers(WORKERS).notifyingOf(TYPES.toArray(String[]::new));
  }

  /** The devices of the users that the round began with. */
  UserDevices devices() {
    return devices;
  }

  FakeFcm fake() {
    return side.fake();
  }

  /** Empties Redis. The backend registers the devices again in the same moment. */
  void flush(RedisCommands<String, String> redis) {
    redis.multi();
    redis.flushall();
    devices.register(redis);
    redis.exec();
    round.incidents().noteRedisFlush();
  }

  /** Replaces the workers that died since the last call. */
  void replaceDead() {
    for (ServiceProcess worker : side.workers()) {
      if (!worker.process().isAlive() && replaced.add(worker.pid())) {
        if (!killed.contains(worker.pid())) {
          round.addProblem("a push worker ended by itself: " + worker.log());
        }
        side.launch();
      }
    }
  }

  List<ServiceProcess> liveWorkers() {
    return side.workers().stream()
        .filter(worker -> worker.process().isAlive() && !killed.contains(worker.pid()))
        .toList();
  }

  /** Sends SIGKILL to a worker that works. {@link #replaceDead} starts another. */
  void killAny(Random random) {
    ServiceProcess worker = HealthProbe.anyReady(this::liveWorkers, random, round);
    killed.add(worker.pid());
    long at = System.currentTimeMillis();
    worker.signal("KILL");
    worker.process().onExit().join();
    noteLoss(at, OutboxActs::look);
  }

  /** Acts on the outbox, and notes that workers lost what they had in hand. */
  void noteLoss(long at, Function<RedisCommands<String, String>, Set<String>> act) {
    Set<String> inHand = act(act);
    round.incidents().push().noteLoss(at, inHand);
    round.say("push: in hand were " + inHand.size());
  }

  /** Acts on the outbox; waits while other faults keep Redis from answering. */
  Set<String> act(Function<RedisCommands<String, String>, Set<String>> act) {
    long end = System.nanoTime() + REDIS_AWAY.toNanos();
    while (true) {
      try {
        Set<String> notes = new HashSet<>();
        round.redis(commands -> notes.addAll(act.apply(commands)));
        return notes;
      } catch (RedisException away) {
        if (System.nanoTime() > end) {
          throw away;
        }
        round.pause(100);
      }
    }
  }

  /** Waits until every notification is finished. Gives up if nothing moves for a minute. */
  void awaitFinished() {
    try (OutboxView outbox = new OutboxView(round.pipeline().redis().uri())) {
      long least = Long.MAX_VALUE;
      long progressed = System.nanoTime();
      for (long left = outbox.unfinished(); left > 0; left = outbox.unfinished()) {
        if (left < least) {
          least = left;
          progressed = System.nanoTime();
        } else if (System.nanoTime() - progressed > NO_PROGRESS.toNanos()) {
          return; // the judge says what is left
        }
        round.pause(100);
      }
    }
  }
}
