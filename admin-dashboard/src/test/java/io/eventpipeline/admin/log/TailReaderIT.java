package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** On a real Kafka: what the newest records are is decided there. */
class TailReaderIT {
  /** Its extensions make it look like an event in our own form, which lacks its id. */
  private static final String NAMED_BY_ITS_HEADER =
      "{\"specversion\":\"1.0\",\"id\":\"cloud-2\",\"source\":\"s\",\"type\":\"y\",\"partitionkey\":\"carl\","
          + "\"userId\":7,\"data\":{\"seq\":5}}";

  @TempDir static Path dir;
  private static LogRig rig;
  private String topic = "";
  private LogClients clients;
  private TailReader tail;

  @BeforeAll
  static void start() {
    rig = new LogRig(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void begin(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
    clients = rig.clients();
    tail = new TailReader(clients, rig.logTopic(clients, topic));
  }

  @AfterEach
  void end() {
    tail.close();
    clients.close();
  }

  /** Reads again and again, because what was read last counts for 200 ms. */
  private Tail awaitTail(Predicate<Tail> wanted) {
    return await().atMost(LogRig.SOON).until(tail::now, wanted);
  }

  private static List<String> ids(Tail tail) {
    return tail.rows().stream().map(LogRow::id).toList();
  }

  @Test
  void a_missing_topic_is_told_and_found_once_it_is_there() throws Exception {
    assertThat(tail.now().missing()).isTrue();
    rig.topic(topic, 2);
    rig.send(topic, 0, "first", "ann");
    assertThat(ids(awaitTail(now -> !now.rows().isEmpty()))).containsExactly("first");
  }

  @Test
  void an_empty_topic_has_no_rows() throws Exception {
    rig.topic(topic, 2);
    Tail now = tail.now();
    assertThat(now.rows()).isEmpty();
    assertThat(now.missing()).isFalse();
    assertThat(now.staleSince()).isZero();
  }

  @Test
  void fewer_than_a_page_are_all_shown_newest_first() throws Exception {
    rig.topic(topic, 2);
    for (int i = 0; i < 5; i++) {
      rig.send(topic, i % 2, "e" + i, "ann");
      Thread.sleep(2); // each has its millisecond
    }
    assertThat(ids(tail.now())).containsExactly("e4", "e3", "e2", "e1", "e0");
    rig.send(topic, 1, "e5", "ann");
    assertThat(ids(awaitTail(now -> now.rows().size() == 6)).getFirst()).isEqualTo("e5");
  }

  @Test
  void more_than_a_page_at_once_shows_the_newest_page() throws Exception {
    rig.topic(topic, 1);
    rig.send(topic, 0, "old", "ann");
    assertThat(ids(tail.now())).containsExactly("old");
    rig.fill(topic, 0, 500, 1);
    Tail now = awaitTail(all -> ids(all).contains("f499"));
    assertThat(ids(now)).hasSize(20).startsWith("f499", "f498").endsWith("f480");
  }

  @Test
  void aborted_transactions_leave_a_whole_page_of_committed_records() throws Exception {
    rig.topic(topic, 2);
    List<String> committed = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = rig.transactional()) {
      for (int i = 0; i < 90; i += 3) {
        producer.beginTransaction();
        // Awaited, because a record that is aborted before it was sent never reaches the log.
        producer.send(LogRig.record(topic, 0, "t" + i, "ann")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        for (int one = i + 1; one < i + 3; one++) {
          producer.send(LogRig.record(topic, 0, "t" + one, "ann"));
          committed.addFirst("t" + one);
        }
        producer.commitTransaction();
      }
    }
    rig.send(topic, 1, "other", "bob");
    Tail now = awaitTail(all -> all.rows().size() == 20);
    List<String> expected = new ArrayList<>(committed.subList(0, 19));
    expected.addFirst("other");
    assertThat(ids(now)).containsExactlyElementsOf(expected);
  }

  @Test
  void records_that_left_kafka_are_no_obstacle() throws Exception {
    rig.topic(topic, 2);
    rig.fill(topic, 0, 100, 1);
    rig.deleteBefore(topic, 0, 95);
    rig.send(topic, 1, "other", "bob");
    Tail now = awaitTail(all -> all.rows().size() == 6);
    assertThat(ids(now)).contains("other", "f95", "f99").doesNotContain("f94");
    rig.deleteBefore(topic, 0, 100);
    rig.send(topic, 0, "new", "ann");
    awaitTail(all -> ids(all).getFirst().equals("new"));
  }

  @Test
  void a_record_without_an_event_has_the_id_of_its_place() throws Exception {
    rig.topic(topic, 1);
    rig.sendRaw(topic, 0, "ann", "no json");
    LogRow row = tail.now().rows().getFirst();
    assertThat(row.id()).isEqualTo("poison~" + topic + "~0~0");
    assertThat(row.isEvent()).isFalse();
  }

  @Test
  void typed_and_cloud_events_are_read_as_the_consumer_reads_them() throws Exception {
    rig.topic(topic, 1);
    rig.sendRaw(
        topic,
        0,
        "o-7",
        "{\"eventId\":\"typed-1\",\"eventType\":\"OrderPlacedEvent\",\"orderId\":\"o-7\",\"seq\":3,"
            + "\"timestamp\":\"2026-01-02T03:04:05Z\"}");
    rig.sendRaw(
        topic,
        0,
        "bob",
        "{\"specversion\":\"1.0\",\"id\":\"cloud-1\",\"source\":\"s\",\"type\":\"x\","
            + "\"subject\":\"bob\",\"sequence\":\"0004\",\"data\":{\"a\":1}}");
    rig.sendRaw(topic, 0, "carl", NAMED_BY_ITS_HEADER);
    rig.sendCloudEvent(topic, 0, "carl", NAMED_BY_ITS_HEADER);
    assertThat(tail.now().rows())
        .extracting(LogRow::id, LogRow::userId, LogRow::type, LogRow::seq, LogRow::isEvent)
        .containsExactlyInAnyOrder(
            tuple("typed-1", "o-7", "OrderPlacedEvent", 3L, true),
            tuple("cloud-1", "bob", "x", 4L, true),
            tuple("poison~" + topic + "~0~2", "", "", 0L, false),
            tuple("cloud-2", "carl", "y", 5L, true));
  }

  @Test
  void while_the_broker_is_stopped_the_old_rows_stay_and_are_marked() throws Exception {
    rig.topic(topic, 1);
    rig.send(topic, 0, "before", "ann");
    awaitTail(now -> now.rows().size() == 1);
    rig.stopBroker();
    try {
      Tail stale = awaitTail(now -> now.staleSince() != 0);
      assertThat(ids(stale)).containsExactly("before");
    } finally {
      rig.resumeBroker();
    }
    awaitTail(now -> now.staleSince() == 0);
    rig.send(topic, 0, "after", "ann");
    awaitTail(now -> ids(now).contains("after"));
  }
}
