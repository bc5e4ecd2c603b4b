package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.ALONE;
import static io.eventpipeline.testbed.chaos.Fault.Target.QUERY;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of all that counts events. */
final class WindowFaults {
  private static final int TIMES = 4;
  private static final Duration TIME_OF_KILLS = Duration.ofSeconds(60);

  private WindowFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("query-kill", QUERY, "SIGKILL of the query service", WindowFaults::killQuery),
        Fault.of(
                "window-kill",
                ALONE,
                "SIGKILL of a consumer, the query service and Redis, 4 times",
                WindowFaults::kill)
            .sending(load -> load.stretch(TIME_OF_KILLS)));
  }

  private static void killQuery(ChaosRound round, Random random) {
    round.pipeline().query().process().signal("KILL");
    round.pause(random.nextInt(1000));
    round.pipeline().query().launch();
  }

  /** Redis keeps what it has in its append-only file. */
  private static void kill(ChaosRound round, Random random) throws Exception {
    for (int i = 0; i < TIMES; i++) {
      round.pause(1000 + random.nextInt(4000));
      round.supervisor().kill(round.supervisor().anyConsumer(random));
      round.pipeline().query().process().signal("KILL");
      RedisFaults.disturbed(
          round,
          (struck, dice) -> {
            RedisFaults.killRedis(struck);
            struck.pause(dice.nextInt(1000));
            struck.pipeline().redis().restart();
          },
          random);
      round.pipeline().query().launch();
    }
  }
}
