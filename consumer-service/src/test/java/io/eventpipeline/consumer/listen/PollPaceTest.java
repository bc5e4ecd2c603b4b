package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PollPaceTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Polls for 200 ms while records come evenly, each poll taking {@code took}. */
  private static List<Long> waits(long start, double recordsPerMs, long took) {
    PollPace pace = new PollPace(start);
    List<Long> waits = new ArrayList<>();
    long seen = 0;
    long now = start;
    while (now < start + 200 * MS) {
      long wait = pace.beforePoll(now);
      waits.add(wait);
      now += wait + took;
      long come = (long) ((now - start) * recordsPerMs / MS);
      if (come == seen) { // the poll blocks until there is one
        come++;
        now = start + (long) Math.ceil(come * MS / recordsPerMs);
      }
      pace.countPolled((int) (come - seen));
      seen = come;
    }
    return waits;
  }

  @Property
  void few_records_wait_for_nothing(
      @ForAll @LongRange(min = -1L << 60, max = 1L << 60) long start,
      @ForAll @IntRange(min = 1, max = 250) int recordsIn100Ms,
      @ForAll @LongRange(min = 1_000, max = 5_000_000) long took) {
    assertThat(waits(start, recordsIn100Ms / 100.0, took)).containsOnly(0L);
  }

  @Property
  void many_records_are_polled_at_a_distance(
      @ForAll @LongRange(min = -1L << 60, max = 1L << 60) long start,
      @ForAll @IntRange(min = 4, max = 30) int recordsPerMs,
      @ForAll @LongRange(min = 1_000, max = 5_000_000) long took) {
    List<Long> waits = waits(start, recordsPerMs, took);
    int counted = 1 + (int) (PollPace.WINDOW_NANOS / Math.min(took, PollPace.WINDOW_NANOS)) + 1;
    assertThat(waits).allMatch(wait -> wait >= 0 && wait <= PollPace.DISTANCE_NANOS);
    assertThat(waits.subList(Math.min(counted, waits.size()), waits.size()))
        .allMatch(wait -> wait == Math.max(0, PollPace.DISTANCE_NANOS - took));
  }

  @Property
  void after_a_pause_the_first_record_waits_for_nothing(
      @ForAll @IntRange(min = 4, max = 200) int thick) {
    PollPace pace = new PollPace(0);
    pace.countPolled(thick * 20);
    assertThat(pace.beforePoll(20 * MS)).isZero();
    assertThat(pace.beforePoll(21 * MS)).isEqualTo(9 * MS);
    pace.countPolled(1);
    assertThat(pace.beforePoll(80 * MS)).isZero();
    assertThat(pace.beforePoll(80 * MS + 1)).isZero();
  }

  @Property
  void no_poll_is_put_off_for_longer_than_the_distance(
      @ForAll List<@LongRange(min = 0, max = 4_000_000) Long> between) {
    PollPace pace = new PollPace(0);
    long now = 0;
    for (long nanos : between) { // also where the wait was cut short
      pace.countPolled(50);
      now += nanos;
      assertThat(pace.beforePoll(now)).isBetween(0L, PollPace.DISTANCE_NANOS);
    }
  }

  @Property
  void a_poll_that_brought_many_is_followed_at_once(
      @ForAll @IntRange(min = 400, max = 1000) int many) {
    PollPace pace = new PollPace(0);
    pace.countPolled(many);
    assertThat(pace.beforePoll(20 * MS)).isZero();
    pace.countPolled(many);
    assertThat(pace.beforePoll(21 * MS)).isZero();
    pace.countPolled(399);
    assertThat(pace.beforePoll(22 * MS)).isPositive();
  }
}
