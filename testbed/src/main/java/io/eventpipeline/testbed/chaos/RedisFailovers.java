package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Names;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;

/** Faults that replace Redis by one of its replicas. */
final class RedisFailovers {
  private static final Duration LIMITS_COUNT = Duration.ofSeconds(20);

  private RedisFailovers() {}

  private static LocalRedis synchronousReplica(ChaosRound round, LocalRedis of) {
    LocalRedis replica = round.pipeline().newRedis();
    // By command: an option would make it a replica again after a restart.
    OperatorRedis.run(replica.uri(), commands -> commands.replicaof("127.0.0.1", of.port()));
    awaitSynchronous(round, replica);
    return replica;
  }

  /** Fails over as a proxy or a DNS name does: nobody tells the services. */
  static void demote(ChaosRound round, Random random) throws Exception {
    LocalRedis old = round.pipeline().redis();
    LocalRedis promoted = synchronousReplica(round, old);
    RedisFaults.disturbed(
        round,
        (r, dice) -> {
          OperatorRedis.run(promoted.uri(), commands -> commands.replicaofNoOne());
          r.incidents().noteRedisForgot();
          r.pause(dice.nextInt(500));
          r.pipeline().replaceRedisForNewConnections(promoted);
          OperatorRedis.run(
              old.uri(), commands -> commands.replicaof("127.0.0.1", promoted.port()));
          awaitLimits(r, promoted);
          for (ServiceProcess consumer : r.supervisor().liveConsumers()) {
            new HealthProbe(consumer, "consumer", "readiness")
                .expectUpUnlessEnded(Duration.ofSeconds(60), r);
          }
        },
        random);
  }

  /** Adds a problem unless the API soon counts requests in this Redis, once the broker is there. */
  private static void awaitLimits(ChaosRound round, LocalRedis redis) {
    long end = System.nanoTime() + LIMITS_COUNT.toNanos();
    long[] windows = new long[1];
    while (windows[0] == 0 && System.nanoTime() < end) {
      if (!round.pipeline().kafka().isListening()) {
        end = System.nanoTime() + LIMITS_COUNT.toNanos();
      }
      String user = Names.fresh("limited");
      try {
        round.pipeline().api().send(anEvent().of(user));
        OperatorRedis.run(redis.uri(), commands -> windows[0] = commands.exists("rate:" + user));
      } catch (UncheckedIOException apiIsAway) { // another fault hit it at the same time
        round.pause(100);
      }
    }
    if (windows[0] == 0) {
      round.addProblem("the API does not count its limits in the promoted Redis");
    }
  }

  static void promote(ChaosRound round, Random random) throws Exception {
    LocalRedis old = round.pipeline().redis();
    LocalRedis replica = synchronousReplica(round, old);
    OperatorRedis.run(replica.uri(), commands -> commands.replicaofNoOne());
    round.pause(1000);
    RedisFaults.disturbed(
        round,
        (r, dice) -> {
          long[] keys = new long[2];
          OperatorRedis.run(old.uri(), commands -> keys[0] = commands.dbsize());
          OperatorRedis.run(replica.uri(), commands -> keys[1] = commands.dbsize());
          old.kill();
          r.incidents().noteRedisForgot();
          r.say("redis-promotion: the replica lacks %,d keys".formatted(keys[0] - keys[1]));
          r.pause(dice.nextInt(1000));
          r.pipeline().replaceRedis(replica);
          r.look();
        },
        random);
  }

  /** The primary dies, and the Sentinels make the replica the primary. */
  static void sentinel(ChaosRound round, Random random) throws Exception {
    LocalRedis old = round.pipeline().redis();
    RedisFaults.disturbed(
        round,
        (r, dice) -> {
          long at = System.currentTimeMillis();
          old.kill();
          r.incidents().noteRedisKill(at);
          r.incidents().noteRedisForgot();
          r.pipeline().awaitFailover();
          r.say("sentinel-failover: after %,d ms".formatted(System.currentTimeMillis() - at));
          // Without a replica the new primary takes no writes.
          old.restart();
          r.look();
          for (ServiceProcess consumer : r.supervisor().liveConsumers()) {
            r.expectHealth(consumer, "consumer", "readiness", 200, Duration.ofSeconds(60));
          }
        },
        random);
  }

  private static void awaitSynchronous(ChaosRound round, LocalRedis replica) {
    boolean[] up = {false};
    while (!up[0]) {
      round.pause(50);
      OperatorRedis.run(
          replica.uri(),
          commands -> up[0] = commands.info("replication").contains("master_link_status:up"));
    }
  }
}
