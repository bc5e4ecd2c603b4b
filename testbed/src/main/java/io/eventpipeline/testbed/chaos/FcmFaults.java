package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FcmScript;
import io.eventpipeline.testbed.rig.OutboxView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults of an FCM that is away or slow. */
final class FcmFaults {
  private static final Duration NEARLY_TOO_SLOW = Duration.ofSeconds(8);
  private static final Duration TOO_SLOW = Duration.ofSeconds(15);
  private static final Duration HOLD_WITHIN = Duration.ofSeconds(30);
  private static final int AWAY_MS = 15_000;

  /** A worker's log has this line when it holds. */
  private static final String HOLDS = "The push service is away";

  private FcmFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("fcm-away", ALONE, "FCM refuses connections for 15 s and more", FcmFaults::away),
        Fault.of("fcm-slow", ALONE, "FCM answers after 8 s, then never", FcmFaults::slow));
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
      long end = System.nanoTime() + HOLD_WITHIN.toNanos();
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
    script.otherwise(FakeAnswer.taken().after(NEARLY_TOO_SLOW));
    round.pause(10_000);
    script.otherwise(FakeAnswer.taken().after(TOO_SLOW).ending(FakeAnswer.Ending.HUNG_UP));
    round.pause(12_000);
    script.otherwise(FakeAnswer.taken());
  }
}
