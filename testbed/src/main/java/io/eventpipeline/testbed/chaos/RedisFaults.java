package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.REDIS;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Draft;
import io.eventpipeline.testbed.rig.Names;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A Redis that dies, forgets, refuses or does not answer. */
final class RedisFaults {
  private RedisFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("redis-kill", REDIS, "Redis killed three times, everysec", RedisFaults::kill),
        Fault.of("redis-kill-always", REDIS, "the same, appendfsync always", RedisFaults::kill)
            .with(pipeline -> pipeline.redis("--appendfsync", "always")),
        Fault.of("redis-power-loss", REDIS, "the last second of the AOF gone", RedisFaults::power),
        Fault.of(
            "redis-promotion", REDIS, "a replica without the last second", RedisFaults::promote),
        Fault.of(
            "redis-demotion",
            REDIS,
            "a replica promoted, the old primary demoted with all connections",
            RedisFaults::demote),
        Fault.of("redis-out", Fault.Target.ALONE, "Redis out for a minute", RedisFaults::out),
        Fault.of("redis-slow", REDIS, "every answer takes 80 ms more", RedisFaults::slow),
        Fault.of("redis-hung", REDIS, "half-open connections for 8 s", RedisFaults::hung),
        Fault.of("redis-stopped", REDIS, "SIGSTOP of Redis for 5 s", RedisFaults::stopped),
        Fault.of("redis-script-flush", REDIS, "SCRIPT FLUSH, 30 times", RedisFaults::scriptFlush),
        Fault.of("redis-oom", REDIS, "-OOM for 4 s", RedisFaults::oom),
        Fault.of("redis-readonly", REDIS, "-READONLY for 4 s", RedisFaults::readOnly),
        Fault.of("redis-loading", REDIS, "-LOADING for some seconds", RedisFaults::kill)
            .with(pipeline -> pipeline.redis("--key-load-delay", "150")),
        Fault.of("redis-flushall", Fault.Target.ALONE, "FLUSHALL under load", RedisFaults::flush));
  }

  /** While {@code body} runs, Redis does not do its work. */
  private static void disturbed(Round round, Fault.Strike body, Random random) throws Exception {
    round.incidents().redisDisturbed(true);
    try {
      body.on(round, random);
    } finally {
      round.pause(1500); // until all have noticed that it is back
      round.incidents().redisDisturbed(false);
    }
  }

  private static void kill(Round round, Random random) throws Exception {
    for (int i = 0; i < 3; i++) {
      disturbed(
          round,
          (r, dice) -> {
            killRedis(r);
            r.pause(dice.nextInt(2000));
            r.pipeline().redis().restart();
            r.look();
          },
          random);
    }
  }

  private static void killRedis(Round round) {
    long at = System.currentTimeMillis();
    round.pipeline().redis().kill();
    round.incidents().redisKilled(at);
  }

  /** Cuts off what the last second wrote, wherever that is, as a lost page cache does. */
  private static void power(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          LocalRedis redis = r.pipeline().redis();
          Path log = redis.dir().resolve("appendonly.aof");
          long before = Files.size(log);
          r.pause(1000);
          killRedis(r);
          long after = Files.size(log);
          if (after > before) {
            truncate(log, before);
            r.incidents().redisForgot();
            r.say("redis-power-loss: %,d bytes lost".formatted(after - before));
          }
          redis.restart();
          r.look();
        },
        random);
  }

  private static void truncate(Path file, long size) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(size);
    }
  }

  private static LocalRedis synchronousReplica(Round round, LocalRedis of) {
    LocalRedis replica = round.pipeline().newRedis();
    // By a command and not by an option, or it would be a replica again when it is started again.
    Round.redis(replica.uri(), commands -> commands.replicaof("127.0.0.1", of.port()));
    awaitSynchronous(round, replica);
    return replica;
  }

  /** As a failover behind a name or a proxy does: nobody tells the services. */
  private static void demote(Round round, Random random) throws Exception {
    LocalRedis old = round.pipeline().redis();
    LocalRedis promoted = synchronousReplica(round, old);
    disturbed(
        round,
        (r, dice) -> {
          Round.redis(promoted.uri(), commands -> commands.replicaofNoOne());
          r.incidents().redisForgot();
          r.pause(dice.nextInt(500));
          r.pipeline().redisForNewConnections(promoted);
          Round.redis(old.uri(), commands -> commands.replicaof("127.0.0.1", promoted.port()));
          awaitLimits(r, promoted);
          for (ServiceProcess consumer : r.liveConsumers()) {
            r.expectHealth(consumer, "consumer", "readiness", 200, Duration.ofSeconds(10));
          }
        },
        random);
  }

  /** A problem unless the API limits in this Redis soon, as its own requests show. */
  private static void awaitLimits(Round round, LocalRedis redis) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    long[] windows = new long[1];
    while (windows[0] == 0 && System.nanoTime() < end) {
      String user = Names.fresh("limited");
      try {
        round.pipeline().api().send(Draft.of(user));
        Round.redis(redis.uri(), commands -> windows[0] = commands.exists("rate:" + user));
      } catch (UncheckedIOException apiIsAway) { // another fault hit it at the same time
        round.pause(100);
      }
    }
    if (windows[0] == 0) {
      round.problem("the API does not limit in the Redis that was promoted");
    }
  }

  private static void promote(Round round, Random random) throws Exception {
    LocalRedis old = round.pipeline().redis();
    LocalRedis replica = synchronousReplica(round, old);
    Round.redis(replica.uri(), commands -> commands.replicaofNoOne());
    round.pause(1000);
    disturbed(
        round,
        (r, dice) -> {
          long[] keys = new long[2];
          Round.redis(old.uri(), commands -> keys[0] = commands.dbsize());
          Round.redis(replica.uri(), commands -> keys[1] = commands.dbsize());
          old.kill();
          r.incidents().redisForgot();
          r.say("redis-promotion: the replica lacks %,d keys".formatted(keys[0] - keys[1]));
          r.pause(dice.nextInt(1000));
          r.pipeline().redis(replica);
          r.look();
        },
        random);
  }

  private static void awaitSynchronous(Round round, LocalRedis replica) {
    boolean[] up = {false};
    while (!up[0]) {
      round.pause(50);
      Round.redis(
          replica.uri(),
          commands -> up[0] = commands.info("replication").contains("master_link_status:up"));
    }
  }

  private static void out(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          ServiceProcess consumer = r.anyConsumer(dice);
          r.expectHealth(consumer, "consumer", "readiness", 200, Duration.ofSeconds(1));
          killRedis(r);
          r.expectHealth(consumer, "consumer", "readiness", 503, Duration.ofSeconds(5));
          r.pause(60_000);
          r.expectHealth(consumer, "consumer", "liveness", 200, Duration.ZERO);
          r.pipeline().redis().restart();
          r.look();
          r.expectHealth(consumer, "consumer", "readiness", 200, Duration.ofSeconds(5));
        },
        random);
  }

  private static void slow(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.pipeline().wire().latency(Duration.ofMillis(40));
          r.pause(8000);
          r.pipeline().wire().latency(Duration.ZERO);
        },
        random);
  }

  private static void hung(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.pipeline().wire().silent(true);
          r.pause(8000);
          r.pipeline().wire().silent(false);
        },
        random);
  }

  private static void stopped(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.pipeline().redis().signal("STOP");
          r.pause(5000);
          r.pipeline().redis().signal("CONT");
        },
        random);
  }

  private static void scriptFlush(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          for (int i = 0; i < 30; i++) {
            r.redis(commands -> commands.scriptFlush());
            r.pause(200);
          }
        },
        random);
  }

  private static void oom(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.redis(commands -> commands.configSet("maxmemory", "1mb"));
          r.pause(4000);
          r.redis(commands -> commands.configSet("maxmemory", "0"));
        },
        random);
  }

  private static void readOnly(Round round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.redis(commands -> commands.replicaof("127.0.0.1", 1));
          r.pause(4000);
          r.redis(commands -> commands.replicaofNoOne());
        },
        random);
  }

  private static void flush(Round round, Random random) throws Exception {
    round.pause(2000);
    round.redis(
        commands -> {
          commands.flushall();
          round.incidents().redisFlushed();
        });
    round.pause(3000);
  }
}
