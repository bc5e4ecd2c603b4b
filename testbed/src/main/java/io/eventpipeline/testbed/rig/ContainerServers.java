package io.eventpipeline.testbed.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** Kafka and Redis in containers, from the images that docker-compose.yml names. */
final class ContainerServers implements PipelineServers {
  private static final DockerImageName KAFKA =
      DockerImageName.parse("apache/kafka:" + AppInfoParser.getVersion());
  private static final DockerImageName REDIS = DockerImageName.parse("redis:7.4-alpine");
  private static final int REDIS_PORT = 6379;

  private final Path dir;
  private final KafkaContainer kafka = new KafkaContainer(KAFKA);
  private final GenericContainer<?> redis = new GenericContainer<>(REDIS);

  ContainerServers(Path dir, Map<String, String> kafkaSettings, List<String> redisOptions) {
    this.dir = dir;
    kafka.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    kafkaSettings.forEach((name, value) -> kafka.withEnv(variable(name), value));
    List<String> command = new ArrayList<>(List.of("redis-server", "--save", ""));
    command.addAll(redisOptions);
    redis.withExposedPorts(REDIS_PORT).withCommand(command.toArray(String[]::new));
    try {
      Startables.deepStart(kafka, redis).join();
    } catch (RuntimeException e) {
      kafka.stop();
      redis.stop();
      throw e;
    }
  }

  /** The environment variable that the image reads a setting from. */
  private static String variable(String setting) {
    return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public int redisPort() {
    return redis.getMappedPort(REDIS_PORT);
  }

  @Override
  public void close() {
    end(kafka, "kafka.log");
    end(redis, "redis.log");
  }

  /** Stops a container and keeps its log beside those of the services. */
  private void end(GenericContainer<?> container, String log) {
    try {
      Files.writeString(dir.resolve(log), container.getLogs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      container.stop();
    }
  }
}
