package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.TcpProxy;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of the network between one consumer and the servers, while the other consumer works. */
final class NetworkFaults {
  /** Longer than a session in the group. */
  private static final int CUT_MS = 20_000;

  private static final Duration NOTICED = Duration.ofSeconds(15);
  private static final Duration BACK = Duration.ofSeconds(60);

  private NetworkFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("cut-off-redis", ALONE, "one consumer without Redis, 20 s", NetworkFaults::redis)
            .with(PipelineBuilder::cabled),
        Fault.of("cut-off-kafka", ALONE, "one consumer without broker, 20 s", NetworkFaults::kafka)
            .with(PipelineBuilder::cabled));
  }

  private static void redis(ChaosRound round, Random random) throws Exception {
    RedisFaults.disturbed(round, (r, dice) -> cut(r, r.pipeline().cables().redis()), random);
  }

  /** The group gives its partitions to the other consumer, and it comes back as a zombie. */
  private static void kafka(ChaosRound round, Random random) {
    ServiceProcess consumer = round.pipeline().consumer(0);
    round.incidents().consumers().noteUnclean(consumer.pid());
    cut(round, round.pipeline().cables().kafka());
    round.look();
  }

  private static void cut(ChaosRound round, TcpProxy cable) {
    ServiceProcess consumer = round.pipeline().consumer(0);
    ServiceProcess other = round.pipeline().consumer(1);
    cable.setSilent(true);
    try {
      round.expectHealth(consumer, "cut-off consumer", "readiness", 503, NOTICED);
      round.pause(CUT_MS);
      round.expectHealth(consumer, "cut-off consumer", "liveness", 200, Duration.ZERO);
      round.expectHealth(other, "other consumer", "readiness", 200, Duration.ofSeconds(1));
    } finally {
      round.incidents().consumers().noteWakeUp(consumer.pid(), System.currentTimeMillis());
      cable.setSilent(false);
    }
    round.expectHealth(consumer, "cut-off consumer", "readiness", 200, BACK);
    if (!consumer.process().isAlive()) {
      round.addProblem("the consumer that was cut off did not come back");
    }
  }
}
