package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;
import static io.eventpipeline.testbed.chaos.Fault.Target.PUSH;

import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FcmScript;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Faults of push workers and of the outbox. */
final class PushFaults {
  private static final int KILLS = 10;

  /** An event that a consumer has in hand at five kills would fail as a crash loop. */
  private static final int BURST = 3;

  private static final Duration TIME_OF_KILLS = Duration.ofSeconds(60);

  /** So slow that a fault finds notifications in hand. */
  private static final Duration SLOW = Duration.ofMillis(300);

  private PushFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("push-worker-kill-one", PUSH, "SIGKILL of a push worker", PushFaults::killOne),
        Fault.of("push-worker-kill", PUSH, "the same, 10 times", PushFaults::kill)
            .sending(load -> load.stretch(TIME_OF_KILLS)),
        Fault.of(
                "push-and-consumer-kill",
                PUSH,
                "SIGKILL of a push worker and a consumer, 10 times",
                PushFaults::killBoth)
            .sending(load -> load.stretch(TIME_OF_KILLS)),
        Fault.of(
            "push-stream-deleted", PUSH, "the outbox deleted, 3 times", PushFaults::deleteStream),
        Fault.of(
            "push-group-destroyed",
            PUSH,
            "the outbox's group destroyed, 5 times",
            PushFaults::destroyGroup),
        Fault.of(
            "push-redis-emptied", ALONE, "Redis killed, started, emptied", PushFaults::emptyRedis));
  }

  private static void killOne(ChaosRound round, Random random) {
    withSlowFcm(
        round,
        () -> {
          round.pause(500 + random.nextInt(1000));
          round.push().killAny(random);
        });
  }

  private static void kill(ChaosRound round, Random random) {
    withSlowFcm(
        round,
        () -> {
          for (int i = 0; i < KILLS; i++) {
            round.pause(1000 + random.nextInt(4000));
            round.push().killAny(random);
          }
        });
  }

  private static void killBoth(ChaosRound round, Random random) {
    withSlowFcm(
        round,
        () -> {
          for (int i = 0; i < KILLS; i++) {
            round.pause(1000 + random.nextInt(4000));
            round
                .supervisor()
                .kill(HealthProbe.anyReady(round.supervisor()::liveConsumers, random, round));
            round.push().killAny(random);
            if (i % BURST == BURST - 1) {
              new RecoveryTimer(round).awaitCaughtUp();
            }
          }
        });
  }

  private static void deleteStream(ChaosRound round, Random random) {
    withSlowFcm(
        round,
        () -> {
          for (int i = 0; i < 3; i++) {
            round.pause(500 + random.nextInt(2500));
            Set<String> deleted = round.push().act(OutboxActs::deleteStream);
            round.incidents().push().noteDeleted(deleted);
            round.say("push: deleted were " + deleted.size());
          }
        });
  }

  private static void destroyGroup(ChaosRound round, Random random) {
    withSlowFcm(
        round,
        () -> {
          for (int i = 0; i < 5; i++) {
            round.pause(500 + random.nextInt(1500));
            round.push().noteLoss(System.currentTimeMillis(), OutboxActs::destroyGroup);
          }
        });
  }

  private static void emptyRedis(ChaosRound round, Random random) throws Exception {
    round.pause(2000);
    RedisFaults.disturbed(
        round,
        (r, dice) -> {
          RedisFaults.killRedis(r);
          r.pause(dice.nextInt(1000));
          r.pipeline().redis().restart();
          r.redis(r.push()::flush);
        },
        random);
    round.pause(3000);
  }

  private static void withSlowFcm(ChaosRound round, Runnable body) {
    FcmScript script = round.push().fake().script();
    script.otherwise(FakeAnswer.taken().after(SLOW));
    try {
      body.run();
    } finally {
      script.otherwise(FakeAnswer.taken());
    }
  }
}
