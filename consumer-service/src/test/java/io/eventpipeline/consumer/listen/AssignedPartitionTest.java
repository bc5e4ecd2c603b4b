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

/** Where a partition starts, guarded if its topic was created again, and where it is reread. */
class AssignedPartitionTest {
  private static final int START = 3;

  private final Partition shared = new Partition(new PartitionName("events", 0), "topic-id", null);
  private final AssignedPartition partition =
      new AssignedPartition(new TopicPartition("events", 0), shared, Duration.ofSeconds(5));

  private void read(long offset) {
    byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
    partition.addToHistory(List.of(new ConsumerRecord<>("events", 0, offset, value, value)), 0);
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

  @Test
  void without_a_committed_offset_it_is_reread_from_the_first_record() {
    read(START);
    read(START + 1);
    Partition.Rewind wanted = new Partition.Rewind(null, "another-redis");
    assertThat(partition.rewind(wanted, START + 2)).isEqualTo(START);
  }
}
