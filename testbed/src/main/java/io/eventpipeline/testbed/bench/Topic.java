package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.EventsTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills a topic, and tells when the group has gone through it. */
final class Topic {
  private Topic() {}

  /** Writes {@code events} events of {@code users} users in turn. */
  static void fill(Servers servers, Events events) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", servers.kafka());
    settings.put("acks", "all");
    settings.put("linger.ms", "20");
    settings.put("batch.size", "131072");
    settings.put("compression.type", "lz4");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < events.count(); i++) {
        byte[] key = events.user(i).getBytes(StandardCharsets.UTF_8);
        byte[] value = events.record(i).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(servers.topic(), key, value));
      }
      producer.flush();
    }
  }

  /**
   * Waits until the group has committed all of the topic.
   *
   * @throws IllegalStateException if that takes longer than {@code atMost}
   */
  static void awaitDone(Servers servers, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
      while (lag(admin, servers) > 0) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("not all was final after " + atMost);
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long lag(Admin admin, Servers servers)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int p = 0; p < servers.partitions(); p++) {
      ends.put(new TopicPartition(servers.topic(), p), OffsetSpec.latest());
    }
    var committed =
        admin.listConsumerGroupOffsets(EventsTopic.GROUP).partitionsToOffsetAndMetadata().get();
    long lag = 0;
    for (var end : admin.listOffsets(ends).all().get().entrySet()) {
      var done = committed.get(end.getKey());
      lag += end.getValue().offset() - (done == null ? 0 : done.offset());
    }
    return lag;
  }
}
