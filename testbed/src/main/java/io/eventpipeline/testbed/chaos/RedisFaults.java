package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.testbed.chaos.Fault.Target.REDIS;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of a Redis that dies, forgets, refuses or does not answer. */
final class RedisFaults {
  /** Less than {@code ledger.reread}, by the time that a look at the file takes. */
  private static final Duration MOST_LOST = Duration.ofMillis(4500);

  private RedisFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("redis-kill", REDIS, "Redis killed three times, everysec", RedisFaults::kill),
        Fault.of("redis-kill-always", REDIS, "the same, appendfsync always", RedisFaults::kill)
            .with(pipeline -> pipeline.redis("--appendfsync", "always")),
        Fault.of("redis-power-loss", REDIS, "the last second of the AOF gone", RedisFaults::power),
        Fault.of(
            "redis-forgets-takeover",
            Fault.Target.ALONE,
            "the last seconds of the AOF gone, in which another consumer took partitions over",
            RedisFaults::forgetTakeover),
        Fault.of(
            "redis-promotion", REDIS, "a replica without the last second", RedisFailovers::promote),
        Fault.of(
            "redis-demotion",
            REDIS,
            "a replica promoted, the old primary demoted with all connections",
            RedisFailovers::demote),
        Fault.of(
                "sentinel-failover",
                REDIS,
                "three Sentinels promote the replica",
                RedisFailovers::sentinel)
            .with(pipeline -> pipeline.watched().consumer("LEDGER_REREAD", "30s")),
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

  /** Runs {@code body}, which keeps Redis from its work, and notes that. */
  static void disturbed(ChaosRound round, Fault.Strike body, Random random) throws Exception {
    round.incidents().noteRedisDisturbed(true);
    try {
      body.on(round, random);
    } finally {
      round.pause(1500); // until all have noticed that it is back
      round.incidents().noteRedisDisturbed(false);
    }
  }

  private static void kill(ChaosRound round, Random random) throws Exception {
    for (int i = 0; i < 3; i++) {
      killAndRestart(round, random);
    }
  }

  static void killAndRestart(ChaosRound round, Random random) throws Exception {
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

  static void killRedis(ChaosRound round) {
    long at = System.currentTimeMillis();
    round.pipeline().redis().kill();
    round.incidents().noteRedisKill(at);
  }

  private static void power(ChaosRound round, Random random) throws Exception {
    losingPower(round, random, (r, dice) -> r.pause(1000));
  }

  /** The consumer that stays owns partitions whose last events it did not finish itself. */
  private static void forgetTakeover(ChaosRound round, Random random) throws Exception {
    losingPower(
        round,
        random,
        (r, dice) -> {
          r.pause(500);
          r.supervisor().terminate(r.supervisor().anyConsumer(dice));
          r.pause(2500);
        });
    round.supervisor().addConsumer();
  }

  /**
   * Cuts off what was written during {@code body}, even in the middle of a command, as a lost page
   * cache does.
   */
  private static void losingPower(ChaosRound round, Random random, Fault.Strike body)
      throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          LocalRedis redis = r.pipeline().redis();
          Path log = redis.dir().resolve("appendonly.aof");
          long begun = System.nanoTime();
          long before = Files.size(log);
          body.on(r, dice);
          killRedis(r);
          long after = Files.size(log);
          if (System.nanoTime() - begun > MOST_LOST.toNanos()) {
            r.say("nothing is cut off: it took longer than a consumer rereads");
          } else if (after > before) {
            truncate(log, before);
            r.incidents().noteRedisForgot();
            r.say("%,d bytes of the AOF lost".formatted(after - before));
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

  private static void out(ChaosRound round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          ServiceProcess consumer = r.supervisor().anyConsumer(dice);
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

  private static void slow(ChaosRound round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.pipeline().wire().latency(Duration.ofMillis(40));
          r.pause(8000);
          r.pipeline().wire().latency(Duration.ZERO);
        },
        random);
  }

  private static void hung(ChaosRound round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.pipeline().wire().setSilent(true);
          r.pause(8000);
          r.pipeline().wire().setSilent(false);
        },
        random);
  }

  private static void stopped(ChaosRound round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.pipeline().redis().signal("STOP");
          r.pause(5000);
          r.pipeline().redis().signal("CONT");
        },
        random);
  }

  private static void scriptFlush(ChaosRound round, Random random) throws Exception {
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

  private static void oom(ChaosRound round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.redis(commands -> commands.configSet("maxmemory", "1mb"));
          r.pause(4000);
          r.redis(commands -> commands.configSet("maxmemory", "0"));
        },
        random);
  }

  private static void readOnly(ChaosRound round, Random random) throws Exception {
    disturbed(
        round,
        (r, dice) -> {
          r.redis(commands -> commands.replicaof("127.0.0.1", 1));
          r.pause(4000);
          r.redis(commands -> commands.replicaofNoOne());
        },
        random);
  }

  private static void flush(ChaosRound round, Random random) throws Exception {
    round.pause(2000);
    round.redis(round.push()::flush);
    round.pause(3000);
  }
}
