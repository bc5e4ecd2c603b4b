package io.eventpipeline.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.RunLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunExcusesTest {
  private static final long AT = 1_700_000_000_000L;
  private static final long FINAL = AT + 20_010;

  private final Incidents incidents = new Incidents();
  private final ConsumerIncidents consumers = incidents.consumers();

  private static RunLog.Line run(long pid, long at) {
    return new RunLog.Line("start", AT + at, pid, "e", "ann", "1");
  }

  private boolean isExcused(RunLog.Line... runs) {
    return new RunExcuses(incidents).excuse(EventKind.OK, false, List.of(runs), FINAL);
  }

  @Test
  void a_second_run_needs_a_reason() {
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isFalse();
  }

  @Test
  void a_kill_before_the_event_was_final_excuses_one_run_elsewhere() {
    consumers.noteUnclean(1, AT + 10);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isTrue();
    assertThat(isExcused(run(1, 0), run(2, 20_000), run(2, 20_005))).isFalse();
    assertThat(isExcused(run(1, 0), run(2, 20_000), run(3, 20_005))).isFalse();
  }

  @Test
  void a_kill_after_the_event_was_final_excuses_nothing() {
    consumers.noteUnclean(1, FINAL + 1);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isFalse();
  }

  @Test
  void each_of_two_kills_excuses_a_run() {
    consumers.noteUnclean(1, AT + 10);
    consumers.noteUnclean(2, AT + 15_000);
    assertThat(isExcused(run(1, 0), run(2, 10_000), run(3, 20_000))).isTrue();
  }

  @Test
  void a_zombie_excuses_what_it_had_in_hand() {
    consumers.noteUnclean(1, AT + 10);
    consumers.noteWakeUp(1, AT + 10_000);
    consumers.noteAssignment(1, AT + 12_000);
    assertThat(isExcused(run(1, 0), run(2, 8000))).isTrue();
    assertThat(isExcused(run(2, 8000), run(1, 10_001))).isTrue();
  }

  @Test
  void a_zombie_that_got_partitions_again_excuses_no_later_run() {
    consumers.noteUnclean(1, AT - 30_000);
    consumers.noteWakeUp(1, AT - 20_000);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isTrue();
    consumers.noteLostPartitions(1, AT - 19_000);
    consumers.noteAssignment(1, AT - 18_000);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-2001, false", "-1999, true", "10000, true", "79000, true", "81000, false"})
  void a_loss_excuses_what_was_in_hand_then(long at, boolean excused) {
    consumers.noteLostPartitions(1, AT + at);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isEqualTo(excused);
  }

  @Test
  void a_consumer_that_lost_a_partition_and_got_it_again_may_run_again() {
    consumers.noteLostPartitions(1, AT + 10);
    assertThat(isExcused(run(1, 0), run(1, 20_000))).isFalse();
    consumers.noteAssignment(1, AT + 3000);
    assertThat(isExcused(run(1, 0), run(1, 20_000))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "-60000, -30001, false",
    "-60000, -29000, true",
    "5000, 6000, true",
    "20001, 25000, false"
  })
  void redis_in_trouble_meanwhile_excuses_a_run_elsewhere(long from, long to, boolean excused) {
    incidents.noteRedisDisturbed(true, AT + from);
    incidents.noteRedisDisturbed(false, AT + to);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isEqualTo(excused);
    assertThat(isExcused(run(1, 0), run(1, 20_000))).isFalse();
    assertThat(isExcused(run(1, 0), run(2, 19_999), run(2, 20_000))).isFalse();
  }

  @Test
  void redis_in_trouble_takes_no_other_excuse_away() {
    incidents.noteRedisDisturbed(true, AT + 5);
    consumers.noteLostPartitions(1, AT + 10);
    consumers.noteAssignment(1, AT + 3000);
    assertThat(isExcused(run(1, 0), run(1, 20_000))).isTrue();
  }

  @Test
  void a_redis_that_forgot_excuses_a_run_for_a_second_record() {
    incidents.noteRedisDisturbed(true, AT + 100);
    List<RunLog.Line> runs = List.of(run(1, 0), run(1, 20_000));
    assertThat(new RunExcuses(incidents).excuse(EventKind.OK, true, runs, FINAL)).isFalse();
    incidents.noteRedisForgot();
    assertThat(new RunExcuses(incidents).excuse(EventKind.OK, true, runs, FINAL)).isTrue();
    assertThat(new RunExcuses(incidents).excuse(EventKind.OK, false, runs, FINAL)).isFalse();
  }

  @Test
  void while_clocks_jump_the_time_of_a_loss_does_not_count() {
    incidents.noteClockJumps();
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isFalse();
    consumers.noteLostPartitions(1, AT - 3_600_000);
    assertThat(isExcused(run(1, 0), run(2, 20_000))).isTrue();
  }
}
