package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ProgressReaderIT {
  @TempDir static Path dir;
  private static LogRig rig;
  private String topic = "";
  private LogClients clients;
  private ProgressReader progress;
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
  void begin(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    clients = rig.clients();
    LogTopic logTopic = rig.logTopic(clients, topic);
    progress = new ProgressReader(clients, logTopic);
    tail = new TailReader(clients, logTopic);
  }

  @AfterEach
  void end() {
    progress.close();
    tail.close();
    clients.close();
  }

  private long at(long offset) {
    return tail.now().rows().stream()
        .filter(row -> row.offset() == offset)
        .findFirst()
        .orElseThrow()
        .at();
  }

  /** The time of the oldest record is missing where Kafka does not give it in time. */
  private void awaitPartitions(PartitionProgress... wanted) {
    await()
        .atMost(LogRig.SOON)
        .untilAsserted(() -> assertThat(progress.read().partitions()).containsExactly(wanted));
  }

  @Test
  void the_oldest_record_that_is_not_final_is_the_one_at_the_committed_offset() throws Exception {
    rig.topic(topic, 2);
    for (int i = 0; i < 6; i++) {
      rig.send(topic, 0, "e" + i, "ann");
      Thread.sleep(2); // each has its millisecond
    }
    rig.send(topic, 1, "done", "bob");
    rig.commit(topic, 0, 2);
    rig.commit(topic, 1, 1);
    awaitPartitions(new PartitionProgress(0, 2, 6, 0, at(2)), new PartitionProgress(1, 1, 1, 0, 0));
    rig.commit(topic, 0, 5);
    awaitPartitions(new PartitionProgress(0, 5, 6, 0, at(5)), new PartitionProgress(1, 1, 1, 0, 0));
    assertThat(progress.last().lag()).isEqualTo(1);
  }

  @Test
  void without_a_commit_everything_that_is_there_waits() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 10, 1);
    rig.deleteBefore(topic, 0, 4);
    awaitPartitions(new PartitionProgress(0, 4, 10, 0, at(4)));
    assertThat(progress.last().lag()).isEqualTo(6);
  }

  @Test
  void a_commit_whose_record_left_kafka_is_no_obstacle() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 10, 1);
    rig.commit(topic, 0, 2);
    rig.deleteBefore(topic, 0, 7);
    long seventh = at(7);
    await()
        .atMost(LogRig.SOON)
        .until(() -> progress.read().partitions().getFirst().oldestAt() == seventh);
  }

  @Test
  void an_open_transaction_is_shown() throws Exception {
    rig.topic(topic, 1);
    rig.send(topic, 0, "e", "ann");
    try (KafkaProducer<byte[], byte[]> producer = rig.transactional()) {
      producer.beginTransaction();
      producer.send(LogRig.record(topic, 0, "t", "ann")).get();
      PartitionProgress one = progress.read().partitions().getFirst();
      assertThat(List.of(one.end(), one.open())).containsExactly(1L, 1L);
      producer.abortTransaction();
    }
  }

  @Test
  void a_missing_topic_is_told() {
    assertThat(progress.read().missing()).isTrue();
  }

  @Test
  void while_the_broker_is_stopped_the_figures_are_marked_as_old() throws Exception {
    rig.topic(topic, 1);
    rig.fill(topic, 0, 3, 1);
    assertThat(progress.read().isKnown()).isTrue();
    rig.stopBroker();
    try {
      await().atMost(LogRig.SOON).until(() -> !progress.read().isKnown());
      assertThat(progress.last().lag()).isEqualTo(3);
    } finally {
      rig.resumeBroker();
    }
    await().atMost(LogRig.SOON).until(() -> progress.read().isKnown());
  }
}
