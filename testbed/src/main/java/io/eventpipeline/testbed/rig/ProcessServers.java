package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.TcpProxy;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kafka and Redis as child processes, which can be killed, stopped and started again. */
final class ProcessServers implements PipelineServers {
  private final Path redisDir;
  private final List<String> redisOptions;
  private final Map<String, String> redisEnv;
  private final List<LocalKafka> brokers;
  private final @Nullable TcpProxy kafkaCable;
  private final @Nullable Sentinels sentinels;
  private volatile LocalRedis redis;
  private final List<LocalRedis> redisServers = new CopyOnWriteArrayList<>();

  ProcessServers(
      PipelineBuilder how,
      Path dir,
      Path redisDir,
      Map<String, String> kafkaSettings,
      List<String> redisOptions) {
    this.redisDir = redisDir;
    this.redisOptions = redisOptions;
    redisEnv = how.redisEnv();
    redis = newRedis();
    Path kafka = dir.resolve("kafka");
    if (how.isCabled()) {
      int proxied = FreePort.find();
      TcpProxy cable = new TcpProxy(proxied);
      brokers = List.of(LocalKafka.startBehind(kafka, proxied, cable.port(), kafkaSettings));
      kafkaCable = cable;
    } else {
      brokers =
          how.brokers() == 1
              ? List.of(LocalKafka.start(kafka, 0, kafkaSettings))
              : LocalKafka.cluster(kafka, how.brokers(), kafkaSettings);
      kafkaCable = null;
    }
    sentinels = how.isWatched() ? watch(dir) : null;
  }

  private Sentinels watch(Path dir) {
    LocalRedis replica = newRedis();
    // By command: an option would make it a replica again after a restart.
    RedisClient client = RedisClient.create(replica.uri());
    try (var connection = client.connect()) {
      var unused = connection.sync().replicaof("127.0.0.1", redis.port());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    return new Sentinels(dir, redis);
  }

  /** Leads to the broker; null unless the pipeline is cabled. */
  @Nullable TcpProxy kafkaCable() {
    return kafkaCable;
  }

  /** Null unless the pipeline is watched. */
  @Nullable Sentinels sentinels() {
    return sentinels;
  }

  /** The Redis on this port. */
  LocalRedis redisAt(int port) {
    return redisServers.stream().filter(one -> one.port() == port).findFirst().orElseThrow();
  }

  LocalRedis newRedis() {
    LocalRedis made =
        LocalRedis.start(
            redisDir.resolve("redis-" + (redisServers.size() + 1)),
            0,
            redisEnv,
            redisOptions.toArray(String[]::new));
    redisServers.add(made);
    return made;
  }

  LocalRedis redis() {
    return redis;
  }

  void replaceRedis(LocalRedis next) {
    redis = next;
  }

  List<LocalKafka> brokers() {
    return brokers;
  }

  @Override
  public String bootstrapServers() {
    return brokers.stream().map(LocalKafka::bootstrapServers).collect(Collectors.joining(","));
  }

  @Override
  public int redisPort() {
    return redis.port();
  }

  /** Kills them: nobody reads their data again, and an orderly end takes seconds. */
  @Override
  public void close() {
    if (sentinels != null) {
      sentinels.kill();
    }
    if (kafkaCable != null) {
      kafkaCable.close();
    }
    brokers.forEach(LocalKafka::kill);
    redisServers.forEach(LocalRedis::kill);
  }
}
