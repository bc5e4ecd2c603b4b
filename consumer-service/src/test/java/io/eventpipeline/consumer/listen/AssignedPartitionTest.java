package io.eventpipeline.consumer.listen;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.engine.PartitionName;
import io.eventpipeline.runtime.kafka.CommitNote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
    partition.startAt(START, null, 0);
    assertThat(partition.takeMissedStart(START + 1)).isNull();
  }

  @Test
  void what_the_owner_before_finished_last_is_reread_too() {
    shared.completeRewind(new Partition.Rewind(null, "redis"));
    partition.startAt(30, new CommitNote("redis", 10, "topic-id", 0, Map.of()), 0);
    assertThat(rereadFrom(30, 1)).as("it may be forgotten yet").isEqualTo(10);
    assertThat(rereadFrom(40, 5)).isEqualTo(10);
    assertThat(rereadFrom(50, 7)).as("Redis has it for sure").isEqualTo(30);
  }

  private long rereadFrom(long position, long second) {
    OffsetAndMetadata taken =
        requireNonNull(partition.takeCommit(position, Duration.ofSeconds(second).toNanos()));
    return requireNonNull(CommitNote.parse(taken.metadata())).rereadFrom();
  }

  @Test
  void without_a_committed_offset_it_is_reread_from_the_first_record() {
    read(START);
    read(START + 1);
    Partition.Rewind wanted = new Partition.Rewind(null, "another-redis");
    assertThat(partition.rewind(wanted, START + 2)).isEqualTo(START);
  }
}
