package io.eventpipeline.admin.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventpipeline.contract.forms.CloudEventJson;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.TcpProxy;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.kafka.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker of a test's own, topics on it, and records as the API writes them. */
public final class LogRig implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(60);

  public final LocalKafka kafka;
  public final Admin admin;
  public final Properties settings = new Properties();
  private final int proxied = FreePort.find();
  private final TcpProxy wire = new TcpProxy(proxied);
  private KafkaProducer<byte[], byte[]> producer;

  public LogRig(Path dir) {
    kafka = LocalKafka.startBehind(dir.resolve("kafka"), proxied, wire.port(), Map.of());
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    admin = Admin.create(settings);
    producer = producer(Map.of());
  }

  /** Where clients ask whose wire {@link #slowDown} can slow. */
  public String bootstrapServersByWire() {
    return "127.0.0.1:" + wire.port();
  }

  /**
   * Makes the wire slow.
   *
   * @param each the wait before at most 64 KB go on; zero = none
   */
  public void slowDown(Duration each) {
    wire.latency(each);
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Properties all = new Properties();
    all.putAll(settings);
    // With several requests at once, the first batch of a new partition may be overtaken and then
    // refused until it expires after two minutes (KAFKA-15591).
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    all.putAll(more);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A producer that writes in transactions. */
  KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> one =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test"));
    one.initTransactions();
    return one;
  }

  public void topic(String name, int partitions) throws Exception {
    NewTopic topic =
        new NewTopic(name, partitions, (short) 1)
            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
    admin.createTopics(List.of(topic)).all().get();
  }

  LogClients clients() {
    return new LogClients(settings);
  }

  LogTopic logTopic(LogClients clients, String name) {
    return new LogTopic(clients, new TopicSettings(name, 8));
  }

  /** The record of an event, as the API writes it, in a partition of choice. */
  static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, String id, String user) {
    String value =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{\"n\":1},\"timestamp\":5}"
            .formatted(id, user);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, null, user.getBytes(UTF_8), value.getBytes(UTF_8));
    record.headers().add(EventTopic.ID_HEADER, id.getBytes(UTF_8));
    return record;
  }

  /** Writes one event and waits until Kafka has it; returns its offset. */
  public long send(String topic, int partition, String id, String user) throws Exception {
    return producer.send(record(topic, partition, id, user)).get().offset();
  }

  /** Writes any bytes. */
  public long sendRaw(String topic, int partition, String key, String value) throws Exception {
    return producer
        .send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value.getBytes(UTF_8)))
        .get()
        .offset();
  }

  /** Writes a CloudEvent whose form the record's header names. */
  void sendCloudEvent(String topic, int partition, String key, String value) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
    record
        .headers()
        .add(
            CloudEventJson.RECORD_HEADER,
            (CloudEventJson.MEDIA_TYPE + "; charset=utf-8").getBytes(UTF_8));
    producer.send(record).get();
  }

  /** Writes {@code count} events of users {@code u0}, {@code u1}, …, {@code u(users-1)} in turn. */
  public void fill(String topic, int partition, int count, int users) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(producer.send(record(topic, partition, "f" + i, "u" + i % users)));
    }
    producer.flush();
    for (var one : sent) {
      one.get();
    }
  }

  /** Stops the broker as if its machine hung. */
  public void stopBroker() {
    kafka.signal("STOP");
  }

  /** Lets a stopped broker go on. A producer from before may stall for two minutes. */
  public void resumeBroker() {
    kafka.signal("CONT");
    producer.close(Duration.ZERO);
    producer = producer(Map.of());
  }

  void deleteBefore(String topic, int partition, long offset) throws Exception {
    admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  /** As the consumers do: all below is final. */
  public void commit(String topic, int partition, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            EventTopic.GROUP,
            Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(5));
    wire.close();
    kafka.close();
  }
}
