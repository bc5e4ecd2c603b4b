package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.kafka.CommitNote;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReadHistoryTest {
  private final ReadHistory log = new ReadHistory();

  private static ConsumerRecord<byte[], byte[]> record(long offset, Integer epoch) {
    return new ConsumerRecord<>(
        "events",
        0,
        offset,
        0,
        TimestampType.LOG_APPEND_TIME,
        -1,
        -1,
        null,
        null,
        new RecordHeaders(),
        Optional.ofNullable(epoch));
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(long from, long to, Integer epoch) {
    return LongStream.rangeClosed(from, to).mapToObj(offset -> record(offset, epoch)).toList();
  }

  private void read(long from, long to, Integer epoch) {
    List<ConsumerRecord<byte[], byte[]>> batch = records(from, to, epoch);
    assertThat(log.goesOn(batch)).isTrue();
    log.passed(batch);
  }

  @Test
  void a_log_goes_on_forwards_with_holes_and_with_new_leaders() {
    read(3, 5, 0);
    read(8, 9, 0);
    read(10, 12, 4);
    assertThat(log.goesOn(records(13, 13, 4))).isTrue();
    assertThat(log.isKnown(12)).isTrue();
    assertThat(log.isKnown(13)).isFalse();
  }

  @Test
  void what_comes_before_what_was_read_is_of_another_log() {
    read(3, 5, 0);
    assertThat(log.goesOn(records(5, 7, 0))).isFalse();
    assertThat(log.goesOn(records(0, 1, 1))).isFalse();
  }

  @Test
  void what_comes_before_the_committed_offset_is_of_another_log() {
    log.startsAt(100);
    assertThat(log.goesOn(records(0, 1, 0))).isFalse();
    assertThat(log.goesOn(records(100, 101, 0))).isTrue();
    assertThat(log.isEmpty()).isTrue();
  }

  @Test
  void what_is_read_again_is_known_and_has_the_leaders_it_had() {
    read(0, 9, 0);
    read(10, 19, 2);
    log.startsAt(5);
    assertThat(log.isKnown(5)).isTrue();
    assertThat(log.goesOn(records(5, 9, 0))).isTrue();
    assertThat(log.goesOn(records(5, 9, 1))).isFalse();
    read(5, 9, 0);
    assertThat(log.goesOn(records(10, 12, 2))).isTrue();
    assertThat(log.goesOn(records(10, 12, 3))).isFalse();
    assertThat(log.goesOn(records(9, 12, 2))).isFalse();
    read(10, 19, 2);
    read(20, 21, 3);
  }

  @Test
  void an_older_leader_comes_from_another_log() {
    read(0, 9, 5);
    assertThat(log.goesOn(records(10, 11, 4))).isFalse();
    assertThat(log.goesOn(records(10, 11, null))).isTrue();
  }

  @Test
  void what_its_last_owner_noted_makes_offsets_known_that_were_not_read() {
    log.startsAt(7);
    log.remembers(12);
    assertThat(log.isKnown(11)).isTrue();
    read(7, 8, 0);
    assertThat(log.isKnown(11)).isTrue();
    assertThat(log.isKnown(12)).isFalse();
  }

  @Test
  void the_leader_before_an_offset_is_known_if_that_was_read() {
    assertThat(log.epochBefore(3)).isEqualTo(CommitNote.UNKNOWN_EPOCH);
    read(3, 5, 0);
    read(6, 9, 2);
    assertThat(log.epochBefore(3)).isEqualTo(CommitNote.UNKNOWN_EPOCH);
    assertThat(log.epochBefore(6)).isZero();
    assertThat(log.epochBefore(7)).isEqualTo(2);
    assertThat(log.epochBefore(10)).isEqualTo(2);
    assertThat(log.epochBefore(11)).isEqualTo(CommitNote.UNKNOWN_EPOCH);
  }

  @Test
  void of_many_leaders_only_the_last_are_remembered() {
    for (int epoch = 0; epoch < 1000; epoch++) {
      read(epoch, epoch, epoch);
    }
    assertThat(log.epochBefore(1000)).isEqualTo(999);
    assertThat(log.epochBefore(1)).isEqualTo(CommitNote.UNKNOWN_EPOCH);
  }
}
