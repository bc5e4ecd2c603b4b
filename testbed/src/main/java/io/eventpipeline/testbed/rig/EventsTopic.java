package io.eventpipeline.testbed.rig;

import io.eventpipeline.contract.testing.TestEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The topic and the consumer group, seen by another producer and by an operator. Threads: any. */
public final class EventsTopic implements AutoCloseable {
  public static final String NAME = "events";
  public static final int PARTITIONS = 8;
  public static final String GROUP = "event-processors";

  private final String bootstrapServers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  EventsTopic(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    producer = Producers.of(bootstrapServers, Map.of("linger.ms", "5"));
  }

  /** The partition of a user's events. */
  public static int partitionOf(String user) {
    return Utils.toPositive(Utils.murmur2(user.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
  }

  /** New users whose events all go into {@code partition}. */
  public static List<String> usersIn(int partition, int count) {
    return Stream.generate(() -> Names.fresh("u"))
        .filter(user -> partitionOf(user) == partition)
        .limit(count)
        .toList();
  }

  /**
   * Writes the events without headers.
   *
   * @return their places in the same order, once the broker has them all
   */
  public List<RecordMetadata> produce(List<TestEvent> events) {
    long now = System.currentTimeMillis();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (TestEvent event : events) {
      sent.add(send(event.user(), event.timestamp(now).record()));
    }
    producer.flush();
    return sent.stream().map(EventsTopic::answer).toList();
  }

  /** Writes typed events without headers, and waits until the broker has them all. */
  public void produceTyped(List<SqlEvent> events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (SqlEvent event : events) {
      sent.add(send(event.user(), event.json()));
    }
    producer.flush();
    sent.forEach(EventsTopic::answer);
  }

  private Future<RecordMetadata> send(String user, String value) {
    byte[] key = user.getBytes(StandardCharsets.UTF_8);
    return producer.send(new ProducerRecord<>(NAME, key, value.getBytes(StandardCharsets.UTF_8)));
  }

  public RecordMetadata produce(TestEvent event) {
    return produce(List.of(event)).get(0);
  }

  /**
   * Writes any bytes without keys, partition after partition, and waits until the broker has them.
   */
  public void produceAll(List<byte @Nullable []> values) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      sent.add(producer.send(new ProducerRecord<>(NAME, i % PARTITIONS, null, values.get(i))));
    }
    producer.flush();
    sent.forEach(EventsTopic::answer);
  }

  /** Writes any bytes and waits until the broker has them. */
  public RecordMetadata produceRaw(int partition, byte @Nullable [] key, byte @Nullable [] value) {
    Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(NAME, partition, key, value));
    producer.flush();
    return answer(sent);
  }

  /** The offset after the last record, by partition. */
  public Map<Integer, Long> endOffsets() {
    Map<TopicPartition, OffsetSpec> ends =
        partitions().collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    return byPartition(answer(admin.listOffsets(ends).all()), info -> info.offset());
  }

  /** The group's committed offset by partition; absent where there is none. */
  public Map<Integer, Long> committed() {
    var committed = answer(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
    committed.values().removeIf(java.util.Objects::isNull);
    return byPartition(committed, offset -> offset.offset());
  }

  /** Waits until the group has committed everything that is in the topic now. */
  public void awaitPassed(Duration bound) {
    Map<Integer, Long> ends = endOffsets();
    Waiting.untilNoneMissing("the commits to reach " + ends, bound, () -> behind(ends));
  }

  /** Waits until the group has no lag. */
  public void awaitNoLag(Duration bound) {
    Waiting.untilNoneMissing("the lag to return to 0", bound, () -> behind(endOffsets()));
  }

  /** How many records of the topic the group has not committed. */
  public long lag() {
    Map<Integer, Long> committed = committed();
    return endOffsets().entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  private List<String> behind(Map<Integer, Long> ends) {
    Map<Integer, Long> committed = committed();
    return ends.entrySet().stream()
        .filter(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue())
        .map(end -> end + " has " + committed.get(end.getKey()))
        .toList();
  }

  /** Deletes the topic, creates one of the same name, and waits until the broker serves its log. */
  public void recreate() {
    recreate(PARTITIONS);
  }

  /** As {@link #recreate()}, with another number of partitions. */
  public void recreate(int partitions) {
    answer(admin.deleteTopics(List.of(NAME)).all());
    Map<String, String> config = Map.of("message.timestamp.type", "LogAppendTime");
    NewTopic topic = new NewTopic(NAME, Optional.of(partitions), Optional.empty()).configs(config);
    Duration bound = Duration.ofSeconds(30);
    Waiting.until("the topic to be recreated", bound, () -> tryCreate(topic));
    Waiting.until("an empty log", bound, this::servesEmptyLog);
  }

  /** Fails for a moment after the deletion, while the name is still taken. */
  private boolean tryCreate(NewTopic topic) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      return true;
    } catch (ExecutionException notYet) {
      return false;
    }
  }

  /** False for a moment after the creation, while the broker does not know the topic. */
  private boolean servesEmptyLog() {
    try {
      return endOffsets().values().stream().allMatch(end -> end == 0);
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  private Collection<MemberDescription> members() {
    var group = answer(admin.describeConsumerGroups(List.of(GROUP)).all()).get(GROUP);
    return group == null ? List.of() : group.members();
  }

  /** The members of the group that hold partitions. */
  public List<MemberDescription> workingMembers() {
    return members().stream()
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .toList();
  }

  /**
   * Removes all members from the group, as the session timeout does with dead ones. Call it only
   * while no consumer runs.
   */
  public void removeMembers() {
    if (members().isEmpty()) {
      return;
    }
    answer(
        admin
            .removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
            .all());
  }

  /** All records from {@code offsets} to the end, partition by partition. */
  public List<ConsumerRecord<byte[], byte[]>> readFrom(Map<Integer, Long> offsets) {
    Map<Integer, Long> ends = endOffsets();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var reader =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (var end : ends.entrySet()) {
        var partition = new TopicPartition(NAME, end.getKey());
        reader.assign(List.of(partition));
        reader.seek(partition, offsets.getOrDefault(end.getKey(), 0L));
        Waiting.until(
            "records of " + partition,
            Duration.ofSeconds(20),
            () -> {
              reader.poll(Duration.ofMillis(200)).forEach(records::add);
              return reader.position(partition) >= end.getValue();
            });
      }
    }
    return records;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    admin.close(Duration.ofSeconds(1));
  }

  private static Stream<TopicPartition> partitions() {
    return IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(NAME, p));
  }

  private static <V> Map<Integer, Long> byPartition(
      Map<TopicPartition, V> values, Function<V, Long> number) {
    Map<Integer, Long> numbers = new TreeMap<>();
    values.forEach((partition, value) -> numbers.put(partition.partition(), number.apply(value)));
    return numbers;
  }

  private static <V> V answer(Future<V> future) {
    return Waiting.forAnswer("Kafka", future);
  }
}
