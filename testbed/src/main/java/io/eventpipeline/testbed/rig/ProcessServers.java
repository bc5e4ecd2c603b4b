package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Kafka and Redis as child processes, which can be killed, stopped and started again. */
final class ProcessServers implements PipelineServers {
  private final Path dir;
  private final List<String> redisOptions;
  private final Map<String, String> redisEnv;
  private final List<LocalKafka> brokers;
  private volatile LocalRedis redis;
  private final List<LocalRedis> redisServers = new CopyOnWriteArrayList<>();

  ProcessServers(
      Path dir,
      int brokers,
      Map<String, String> kafkaSettings,
      List<String> redisOptions,
      Map<String, String> redisEnv) {
    this.dir = dir;
    this.redisOptions = redisOptions;
    this.redisEnv = redisEnv;
    redis = newRedis();
    Path kafka = dir.resolve("kafka");
    this.brokers =
        brokers == 1
            ? List.of(LocalKafka.start(kafka, 0, kafkaSettings))
            : LocalKafka.cluster(kafka, brokers, kafkaSettings);
  }

  LocalRedis newRedis() {
    LocalRedis made =
        LocalRedis.start(
            dir.resolve("redis-" + (redisServers.size() + 1)),
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
    brokers.forEach(LocalKafka::kill);
    redisServers.forEach(LocalRedis::kill);
  }
}
