package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.order.PendingEvent;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSecondTest {
  private static final long RECORD = 1_800_000_000_500L;

  @ParameterizedTest
  @CsvSource({
    "0, 1800000000",
    "499, 1800000000",
    "500, 1800000001",
    "-501, 1799999999",
    "130000, 1800000130",
    "130001, 1800000000",
    "-130000, 1799999870",
    "-130001, 1800000000",
  })
  void the_event_time_counts_unless_it_is_far_from_the_records(long apart, long second) {
    assertThat(EventSecond.of(RECORD + apart, RECORD, RECORD)).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({"120000, true", "120001, false"})
  void a_record_far_ahead_of_our_clock_counts_in_no_second(long ahead, boolean counts) {
    assertThat(EventSecond.of(RECORD, RECORD, RECORD - ahead) != PendingEvent.NO_SECOND)
        .isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1800000000",
    "-86400000, 1799913600",
    "130000, 1800000130",
    "130001, 1800000000",
    "-1900000000000, 1800000000",
  })
  void a_replay_counts_in_its_own_past_however_old_it_is(long apart, long second) {
    assertThat(EventSecond.ofReplay(RECORD + apart, RECORD, RECORD)).isEqualTo(second);
  }

  @Test
  void a_replay_far_ahead_of_our_clock_counts_in_no_second() {
    assertThat(EventSecond.ofReplay(RECORD - 5000, RECORD, RECORD - 120_001))
        .isEqualTo(PendingEvent.NO_SECOND);
  }

  @Property
  void no_time_throws_and_none_counts_far_from_its_record(
      @ForAll long time, @ForAll @LongRange(min = 0, max = 1L << 50) long record) {
    long second = EventSecond.of(time, record, record);
    assertThat(Math.abs(second - record / 1000)).isLessThanOrEqualTo(131);
  }

  @Property
  void the_second_is_the_same_whenever_it_is_read(
      @ForAll @LongRange(min = 0, max = 1L << 50) long record,
      @ForAll @LongRange(min = -200_000, max = 200_000) long apart,
      @ForAll @LongRange(min = 0, max = 1L << 40) long later) {
    assertThat(EventSecond.of(record + apart, record, record + later))
        .isEqualTo(EventSecond.of(record + apart, record, record));
  }
}
