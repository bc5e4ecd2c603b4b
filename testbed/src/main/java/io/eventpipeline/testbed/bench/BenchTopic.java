package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Producers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Fills the topic of a measurement, and waits until the consumer group has committed it. */
final class BenchTopic {
  private BenchTopic() {}

  /**
   * Writes the events.
   *
   * @throws IllegalStateException if the broker did not take one of them
   */
  static void fill(BenchServers servers, TopicEvents events) {
    Map<String, Object> settings =
        Map.of("linger.ms", "20", "batch.size", "131072", "compression.type", "lz4");
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (var producer = Producers.of(servers.kafka(), settings)) {
      for (int i = 0; i < events.count(); i++) {
        byte[] key = events.user(i).getBytes(StandardCharsets.UTF_8);
        byte[] value = events.record(i).getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>(servers.topic(), key, value),
                (place, error) -> failure.compareAndSet(null, error));
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the broker did not take every event", failure.get());
    }
  }

  /**
   * Waits until the group has committed all of the topic.
   *
   * @throws IllegalStateException if that takes longer than {@code atMost}
   */
  static void awaitDone(BenchServers servers, Duration atMost) {
    long ignored = awaitLag(servers, 0, atMost);
  }

  /**
   * Waits until at most {@code most} events of the topic are not committed.
   *
   * @return how many are left
   * @throws IllegalStateException if that takes longer than {@code atMost}
   */
  static long awaitLag(BenchServers servers, long most, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
      long left = lag(admin, servers);
      while (left > most) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("some events are not final after " + atMost);
        }
        Thread.sleep(100);
        left = lag(admin, servers);
      }
      return left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many events of the topic are not final. */
  static long lag(BenchServers servers) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
      return lag(admin, servers);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long lag(Admin admin, BenchServers servers)
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
