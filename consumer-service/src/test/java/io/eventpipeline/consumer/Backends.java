package io.eventpipeline.consumer;

import io.eventpipeline.local.Folders;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka and a Redis of a test's own, and clients of both. */
final class Backends implements AutoCloseable {
  private final Path dir;
  final LocalRedis redis;
  final LocalKafka kafka;
  final RedisCommands<String, String> store;
  final KafkaProducer<byte[], byte[]> producer;
  private final RedisClient client;

  Backends() {
    try {
      dir = Files.createTempDirectory("consumer-it");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    redis = LocalRedis.start(dir.resolve("redis"), 0, "--appendonly", "yes");
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** What leads a service to them, and more. */
  Map<String, String> properties(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("micronaut.server.port", "-1");
    all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    all.put("redis.uri", redis.uri());
    return all;
  }

  @Override
  public void close() {
    producer.close();
    client.shutdown();
    kafka.close();
    redis.close();
    try {
      Folders.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
