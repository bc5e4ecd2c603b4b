package io.eventpipeline.testbed.chaos;

import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of a disk that is full. */
final class DiskFaults {
  private static final int FULL_MS = 20_000;
  private static final Duration NOTICED = Duration.ofSeconds(20);
  private static final Duration BACK = Duration.ofSeconds(60);

  private DiskFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of(
                "redis-disk-full",
                Fault.Target.ALONE,
                "no room for the AOF, 20 s",
                DiskFaults::redis)
            .with(PipelineBuilder::redisOnSmallDisk),
        SqlFaults.projecting("postgres-disk-full", "no room for rows, 20 s", DiskFaults::postgres)
            .with(PipelineBuilder::sqlOnSmallDisk)
            .sending(load -> load.stretch(Duration.ofMillis(2L * FULL_MS))));
  }

  private static void redis(ChaosRound round, Random random) throws Exception {
    RedisFaults.disturbed(
        round,
        (r, dice) -> {
          ServiceProcess consumer = r.supervisor().anyConsumer(dice);
          r.pipeline().disk().fill();
          try {
            r.expectHealth(consumer, "consumer", "readiness", 503, NOTICED);
            r.pause(FULL_MS);
            r.expectHealth(consumer, "consumer", "liveness", 200, Duration.ZERO);
          } finally {
            r.pipeline().disk().free();
          }
          r.look();
          r.expectHealth(consumer, "consumer", "readiness", 200, BACK);
        },
        random);
  }

  /** PostgreSQL may end when it cannot write its log. */
  private static void postgres(ChaosRound round, Random random) {
    LocalPostgres server = round.sql().side().server();
    round.pipeline().disk().fill();
    try {
      round.sql().expectConsumers(503);
      round.pause(FULL_MS);
    } finally {
      round.pipeline().disk().free();
    }
    if (!server.process().isAlive()) {
      round.say("postgres-disk-full: PostgreSQL ended, and is started again");
      server.restart();
    }
    round.sql().expectConsumers(200);
    round.sql().expectQueries(200);
  }
}
