package io.eventpipeline.local.command;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link Up} for the servers: which ones to use, and where to start others. */
final class UpServers {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "use this broker instead of starting one")
  private @Nullable String kafka;

  @Option(
      names = "--kafka-port",
      defaultValue = "0",
      description = "port of the broker that is started (9092, or a free one)")
  private int kafkaPort;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:PIPELINE_REDIS}",
      description =
          "use this Redis instead of starting one; put a URI with a password into the variable"
              + " PIPELINE_REDIS, which process lists do not show")
  private @Nullable String redis;

  @Option(
      names = "--redis-port",
      defaultValue = "0",
      description = "port of the Redis that is started (6379, or a free one)")
  private int redisPort;

  private volatile String brokers = "";
  private volatile String store = "";

  /**
   * @throws IllegalStateException saying what to do, if a port is taken or a server does not answer
   */
  void check() {
    Addresses.requireFreeUnlessAny("--kafka-port", kafkaPort);
    Addresses.requireFreeUnlessAny("--redis-port", redisPort);
    if (kafka != null) {
      Addresses.requireKafka(kafka);
    }
    if (redis != null) {
      Addresses.requireRedis(redis);
    }
  }

  /** Starts a broker unless one is given. */
  void startKafka(UpStart start) throws IOException {
    if (kafka == null) {
      start.say("starting Kafka");
      start.uses(LocalKafka.cache());
      int at = kafkaPort == 0 ? FreePort.preferring(9092) : kafkaPort;
      LocalKafka broker = start.server(LocalKafka.launch(start.folder().kafka(), at, Map.of()));
      start.say("Kafka is at " + broker.bootstrapServers());
      brokers = broker.bootstrapServers();
    }
  }

  /** Starts a Redis unless one is given. */
  void startRedis(UpStart start) throws IOException {
    if (redis == null) {
      start.say("starting Redis");
      int at = redisPort == 0 ? FreePort.preferring(6379) : redisPort;
      LocalRedis server = start.server(LocalRedis.launchStore(start.folder().redis(), at));
      start.say("Redis is at " + server.uri());
      store = server.uri();
    }
  }

  /** The broker's address, after {@link #startKafka}. */
  String brokers() {
    return kafka == null ? brokers : kafka;
  }

  /** The URI of Redis, after {@link #startRedis}. */
  String redis() {
    return redis == null ? store : redis;
  }

  /** Redis for people: a given URI may hold a password. */
  String shownRedis() {
    return redis == null ? store : "as --redis says";
  }
}
