package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.engine.PartitionName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The guarded start of a partition whose topic was created again. */
class AssignedPartitionTest {
  private static final int START = 3;

  private final AssignedPartition partition =
      new AssignedPartition(
          new TopicPartition("events", 0),
          new Partition(new PartitionName("events", 0), "topic-id", null),
          Duration.ofSeconds(5));

  private void read(long offset) {
    byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
    partition.addToHistory(List.of(new ConsumerRecord<>("events", 0, offset, value, value)));
  }

  @Test
  void a_position_past_the_start_is_told_once() {
    partition.startOnlyAt(START, 0);
    assertThat(partition.takeMissedStart(START + 1)).isEqualTo(START);
    // The log may have lost its first records: then the client is right.
    assertThat(partition.takeMissedStart(START + 1)).isNull();
    assertThat(partition.isStartGuarded()).isFalse();
  }

  @Test
  void the_start_itself_keeps_the_guard() {
    partition.startOnlyAt(START, 0);
    assertThat(partition.takeMissedStart(START)).isNull();
    assertThat(partition.isStartGuarded()).isTrue();
    assertThat(partition.takeMissedStart(START + 9)).isEqualTo(START);
  }

  @Test
  void a_record_that_was_read_ends_the_guard() {
    partition.startOnlyAt(START, 0);
    read(START);
    assertThat(partition.takeMissedStart(START + 1)).isNull();
    assertThat(partition.isStartGuarded()).isFalse();
  }

  @Test
  void other_starts_have_no_guard() {
    partition.startAt(START, 0);
    assertThat(partition.takeMissedStart(START + 1)).isNull();
  }
}
