package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;
import static io.eventpipeline.testbed.chaos.Fault.Target.PUSH;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FcmScript;
import io.eventpipeline.testbed.rig.OutboxView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults of push workers, of the outbox, and of an FCM that is away or slow. */
final class PushFaults {
  private static final int KILLS = 10;
  private static final Duration TIME_OF_KILLS = Duration.ofSeconds(60);

  /** So slow that a fault finds notifications in hand. */
  private static final Duration SLOW = Duration.ofMillis(300);

  private static final Duration NEARLY_TOO_SLOW = Duration.ofSeconds(8);
  private static final Duration TOO_SLOW = Duration.ofSeconds(15);
  private static final long HOLD_WITHIN_MS = 30_000;
  private static final int AWAY_MS = 15_000;

  /** A worker's log has this line when it holds. */
  private static final String HOLDS = "The push service is away";

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
            "push-redis-emptied", ALONE, "Redis killed, started, emptied", PushFaults::emptyRedis),
        Fault.of("fcm-away", ALONE, "FCM refuses connections for 15 s and more", PushFaults::away),
        Fault.of("fcm-slow", ALONE, "FCM answers after 8 s, then never", PushFaults::slow));
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

  /** Once the workers hold, no notification may lose an attempt. */
  private static void away(ChaosRound round, Random random) {
    round.push().fake().goAway();
    try {
      awaitHold(round);
      round.pause(2000); // until Redis has what came before
      Map<String, Integer> before = attempts(round);
      round.pause(AWAY_MS);
      Map<String, Integer> after = attempts(round);
      round.say("push: waiting were " + after.size());
      after.forEach(
          (note, attempts) -> {
            if (attempts > before.getOrDefault(note, 0)) {
              round.addProblem(note + " lost an attempt while FCM was away");
            }
          });
    } finally {
      round.push().fake().comeBack();
    }
  }

  private static void awaitHold(ChaosRound round) {
    for (ServiceProcess worker : round.push().liveWorkers()) {
      long end = System.nanoTime() + Duration.ofMillis(HOLD_WITHIN_MS).toNanos();
      while (!worker.output().contains(HOLDS) && System.nanoTime() < end) {
        round.pause(100);
      }
      if (!worker.output().contains(HOLDS)) {
        round.addProblem("a push worker did not notice that FCM is away");
      }
    }
  }

  /** Spent attempts of all notifications that wait, by id. */
  private static Map<String, Integer> attempts(ChaosRound round) {
    try (OutboxView outbox = new OutboxView(round.pipeline().redis().uri())) {
      List<String> retries = outbox.retries(); // first: they move into the outbox
      return Stream.concat(retries.stream(), outbox.waiting().stream())
          .collect(
              Collectors.toMap(
                  OutboxActs::noteId,
                  text -> Integer.valueOf(text.substring(0, text.indexOf('|'))),
                  Math::max));
    }
  }

  private static void slow(ChaosRound round, Random random) {
    FcmScript script = round.push().fake().script();
    round.incidents().push().noteTrouble(System.currentTimeMillis()); // 8 s are too much at times
    script.otherwise(FakeAnswer.taken().after(NEARLY_TOO_SLOW));
    round.pause(10_000);
    script.otherwise(FakeAnswer.taken().after(TOO_SLOW).ending(FakeAnswer.Ending.HUNG_UP));
    round.pause(12_000);
    script.otherwise(FakeAnswer.taken());
    round.incidents().push().noteTroubleOver(System.currentTimeMillis());
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
