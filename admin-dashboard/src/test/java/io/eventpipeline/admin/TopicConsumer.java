package io.eventpipeline.admin;

import io.eventpipeline.runtime.kafka.EventTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Stands in for the consumer on a real Kafka. Runs each replay whose token gives the right; one
 * whose record holds {@code "fail":true} fails again. Has a thread of its own.
 */
public final class TopicConsumer implements AutoCloseable {
  /** Values of all records, as text. */
  public final List<String> records = new CopyOnWriteArrayList<>();

  /** Runs of each event. */
  public final Map<String, Integer> runs = new ConcurrentHashMap<>();

  /** Whether records are left alone for now. */
  public volatile boolean holds;

  private final AdminRig rig;
  private final Thread thread;
  private volatile boolean stopping;

  TopicConsumer(AdminRig rig, String bootstrapServers) {
    this.rig = rig;
    this.thread = Thread.ofPlatform().name("stand-in").start(() -> run(bootstrapServers));
  }

  private void run(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> kafka =
        new KafkaConsumer<>(
            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition place = new TopicPartition("events", 0);
      kafka.assign(List.of(place));
      kafka.seekToBeginning(List.of(place));
      while (!stopping) {
        if (holds) {
          Thread.onSpinWait();
          continue;
        }
        kafka.poll(Duration.ofMillis(50)).forEach(this::take);
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String value = new String(record.value(), StandardCharsets.UTF_8);
    records.add(value);
    String id = header(record, EventTopic.ID_HEADER);
    String token = header(record, EventTopic.REPLAY_HEADER);
    if (token.isEmpty() || !token.equals(rig.commands().hget(rig.space.dlq(id), "replayToken"))) {
      return;
    }
    runs.merge(id, 1, Integer::sum);
    boolean fails = value.contains("\"fail\":true");
    String job = rig.space.replayJob(token.substring(0, token.lastIndexOf('.')));
    rig.commands().hincrby(job, fails ? "failed" : "processed", 1);
    if (fails) {
      rig.settleFailed(id);
    } else {
      rig.settleProcessed(id);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
