package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.log.SearchState.End;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.kafka.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker is away that alone has one of two partitions. The other one is read on. */
class BrokerAwayIT {
  private static final String TOPIC = "halves";
  private static final String HERE = userOf(0);
  private static final String THERE = userOf(1);

  @TempDir Path dir;
  private List<LocalKafka> brokers;
  private AdminRig redis;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;
  private LogClients clients;
  private TailReader tail;
  private ProgressReader progress;
  private Searches searches;

  private static String userOf(int partition) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "u" + i)
        .filter(user -> EventTopic.partitionOf(user, 2) == partition)
        .findFirst()
        .orElseThrow();
  }

  @BeforeEach
  void start() throws Exception {
    brokers =
        LocalKafka.cluster(
            dir.resolve("kafka"), 3, Map.of("offsets.topic.replication.factor", "3"));
    redis = new AdminRig(dir.resolve("redis"));
    Properties settings = new Properties();
    settings.put(
        "bootstrap.servers",
        brokers.stream().map(LocalKafka::bootstrapServers).collect(Collectors.joining(",")));
    admin = Admin.create(settings);
    admin
        .createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(1), 1, List.of(2)))))
        .all()
        .get();
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    clients = new LogClients(settings);
    LogTopic topic = new LogTopic(clients, new TopicSettings(TOPIC, 8));
    tail = new TailReader(clients, topic);
    progress = new ProgressReader(clients, topic);
    searches =
        new Searches(clients, topic, progress, redis.redis, redis.space, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    searches.close();
    progress.close();
    tail.close();
    clients.close();
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
    redis.close();
    brokers.forEach(LocalKafka::close);
  }

  private void send(int partition, String id, String user) throws Exception {
    producer.send(LogRig.record(TOPIC, partition, id, user)).get();
  }

  private void commitNothing() throws Exception {
    admin
        .alterConsumerGroupOffsets(
            EventTopic.GROUP,
            Map.of(
                new TopicPartition(TOPIC, 0), new OffsetAndMetadata(0),
                new TopicPartition(TOPIC, 1), new OffsetAndMetadata(0)))
        .all()
        .get();
  }

  private SearchState search(Wanted wanted) {
    Search search = searches.fresh(wanted);
    return await().atMost(LogRig.SOON).until(search::state, state -> !state.isRunning());
  }

  private static List<String> ids(List<LogRow> rows) {
    return rows.stream().map(LogRow::id).sorted().toList();
  }

  private void awaitRows(String... ids) {
    await()
        .atMost(LogRig.SOON)
        .untilAsserted(() -> assertThat(ids(tail.now().rows())).containsExactly(ids));
  }

  @Test
  void what_answers_is_shown_and_what_does_not_is_named() throws Exception {
    send(0, "here-1", HERE);
    send(1, "there-1", THERE);
    commitNothing();
    awaitRows("here-1", "there-1");
    await().atMost(LogRig.SOON).until(() -> progress.read().lag() == 2);
    brokers.get(1).kill();
    await()
        .atMost(LogRig.SOON)
        .untilAsserted(
            () -> {
              assertThat(tail.now().away()).containsExactly(1);
              assertThat(tail.now().staleSince()).isZero();
            });
    send(0, "here-2", HERE);
    awaitRows("here-1", "here-2", "there-1");
    await()
        .atMost(LogRig.SOON)
        .untilAsserted(
            () -> {
              Progress read = progress.read();
              assertThat(read.isKnown()).isTrue();
              assertThat(read.away()).containsExactly(1);
              assertThat(read.partitions()).singleElement().matches(one -> one.lag() == 2);
            });
    SearchState here = search(new Wanted.ByUser(HERE, "", false));
    assertThat(here.end()).isEqualTo(End.BEGINNING);
    assertThat(ids(here.hits())).containsExactly("here-1", "here-2");
    SearchState everywhere = search(new Wanted.ByUser(HERE, "", true));
    assertThat(everywhere.end()).isEqualTo(End.AWAY);
    assertThat(ids(everywhere.hits())).containsExactly("here-1", "here-2");
    assertThat(search(new Wanted.ByUser(THERE, "", false)).end()).isEqualTo(End.AWAY);
    assertThat(search(new Wanted.ById("here-2")).end()).isEqualTo(End.FOUND);
    assertThat(search(new Wanted.ById("there-1")).end()).isEqualTo(End.AWAY);
    brokers.get(1).restart();
    await().atMost(LogRig.SOON).until(() -> tail.now().away().isEmpty());
    send(1, "there-2", THERE);
    awaitRows("here-1", "here-2", "there-1", "there-2");
    await().atMost(LogRig.SOON).until(() -> progress.read().lag() == 4);
    SearchState there = search(new Wanted.ByUser(THERE, "0:9", false));
    assertThat(ids(there.hits())).containsExactly("there-1", "there-2");
  }
}
