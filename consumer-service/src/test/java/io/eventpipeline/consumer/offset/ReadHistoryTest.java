package io.eventpipeline.consumer.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadHistoryTest {
  private static final int UNKNOWN = ReadHistory.UNKNOWN_EPOCH;

  private final ReadHistory log = new ReadHistory();

  private boolean fits(long from, long to, int epoch) {
    return LongStream.rangeClosed(from, to).allMatch(offset -> log.fits(offset, epoch));
  }

  private void read(long from, long to, int epoch) {
    assertThat(fits(from, to, epoch)).isTrue();
    LongStream.rangeClosed(from, to).forEach(offset -> log.add(offset, epoch));
  }

  @Test
  void a_log_goes_on_forwards_with_holes_and_with_new_leaders() {
    read(3, 5, 0);
    read(8, 9, 0);
    read(10, 12, 4);
    assertThat(fits(13, 13, 4)).isTrue();
    assertThat(log.isKnown(12)).isTrue();
    assertThat(log.isKnown(13)).isFalse();
  }

  @Test
  void what_comes_before_what_was_read_is_of_another_log() {
    read(3, 5, 0);
    assertThat(fits(5, 7, 0)).isFalse();
    assertThat(fits(0, 1, 1)).isFalse();
  }

  @Test
  void what_comes_before_the_committed_offset_is_of_another_log() {
    log.startAt(100);
    assertThat(fits(0, 1, 0)).isFalse();
    assertThat(fits(100, 101, 0)).isTrue();
    assertThat(log.isEmpty()).isTrue();
  }

  @Test
  void what_is_read_again_is_known_and_has_the_leaders_it_had() {
    read(0, 9, 0);
    read(10, 19, 2);
    log.startAt(5);
    assertThat(log.isKnown(5)).isTrue();
    assertThat(fits(5, 9, 0)).isTrue();
    assertThat(fits(5, 9, 1)).isFalse();
    read(5, 9, 0);
    assertThat(fits(10, 12, 2)).isTrue();
    assertThat(fits(10, 12, 3)).isFalse();
    assertThat(fits(9, 12, 2)).isFalse();
    read(10, 19, 2);
    read(20, 21, 3);
  }

  @Test
  void an_older_leader_comes_from_another_log() {
    read(0, 9, 5);
    assertThat(fits(10, 11, 4)).isFalse();
    assertThat(fits(10, 11, UNKNOWN)).isTrue();
  }

  @Test
  void what_its_last_owner_noted_makes_offsets_known_that_were_not_read() {
    log.startAt(7);
    log.addKnown(12);
    assertThat(log.isKnown(11)).isTrue();
    read(7, 8, 0);
    assertThat(log.isKnown(11)).isTrue();
    assertThat(log.isKnown(12)).isFalse();
  }

  @Test
  void the_leader_before_an_offset_is_known_if_that_was_read() {
    assertThat(log.epochBefore(3)).isEqualTo(UNKNOWN);
    read(3, 5, 0);
    read(6, 9, 2);
    assertThat(log.epochBefore(3)).isEqualTo(UNKNOWN);
    assertThat(log.epochBefore(6)).isZero();
    assertThat(log.epochBefore(7)).isEqualTo(2);
    assertThat(log.epochBefore(10)).isEqualTo(2);
    assertThat(log.epochBefore(11)).isEqualTo(UNKNOWN);
  }

  @Test
  void of_many_leaders_only_the_last_are_remembered() {
    for (int epoch = 0; epoch < 1000; epoch++) {
      read(epoch, epoch, epoch);
    }
    assertThat(log.epochBefore(1000)).isEqualTo(999);
    assertThat(log.epochBefore(1)).isEqualTo(UNKNOWN);
  }
}
