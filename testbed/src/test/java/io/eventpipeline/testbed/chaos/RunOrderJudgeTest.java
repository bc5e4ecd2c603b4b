package io.eventpipeline.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.RunLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunOrderJudgeTest {
  private static final long AT = 1_700_000_000_000L;

  private final Incidents incidents = new Incidents();

  private static RunLog.Line line(String what, long at, long pid, int seq) {
    return new RunLog.Line(what, AT + at, pid, "e" + seq, "ann", "" + seq);
  }

  private List<String> problems(RunLog.Line... runs) {
    Findings findings = new Findings();
    Map<String, String> processed = Map.of("status", "processed");
    new RunOrderJudge(Map.of(), Map.of("e1", processed, "e2", processed), incidents, findings)
        .judge(List.of(runs));
    return findings.verdict("none", 1, 2, 0).problems();
  }

  private void stopUntil(long assignedAt) {
    incidents.consumers().noteUnclean(7, AT + 10);
    incidents.consumers().noteWakeUp(7, AT + 10_000);
    incidents.consumers().noteAssignment(7, AT + assignedAt);
  }

  @Test
  void runs_of_a_user_may_not_overlap() {
    assertThat(problems(line("start", 0, 7, 1), line("start", 9000, 8, 2)))
        .singleElement()
        .asString()
        .contains("was running");
    assertThat(problems(line("start", 0, 7, 1), line("end", 9, 7, 1), line("start", 9000, 8, 2)))
        .isEmpty();
  }

  @Test
  void first_runs_may_not_fall() {
    assertThat(
            problems(
                line("start", 0, 7, 2), line("end", 1, 7, 2),
                line("start", 2, 7, 1), line("end", 3, 7, 1)))
        .singleElement()
        .asString()
        .contains("was first run after seq 2");
  }

  @Test
  void a_run_of_a_consumer_that_was_stopped_meanwhile_may_be_overlapped() {
    stopUntil(12_000);
    assertThat(problems(line("start", 0, 7, 1), line("start", 9000, 8, 1))).isEmpty();
    assertThat(problems(line("start", 0, 7, 1), line("start", 20_000, 8, 1))).isEmpty();
  }

  @Test
  void a_zombie_is_judged_again_after_it_got_partitions() {
    RunLog.Line[] overlap = {line("start", 20_000, 7, 1), line("start", 20_500, 8, 2)};
    RunLog.Line[] falling = {
      line("start", 20_000, 7, 2), line("end", 20_001, 7, 2), line("start", 20_002, 7, 1)
    };
    stopUntil(30_000);
    assertThat(problems(overlap)).isEmpty();
    assertThat(problems(falling)).isEmpty();
    incidents.consumers().noteAssignment(7, AT + 12_000);
    assertThat(problems(overlap)).isNotEmpty();
    assertThat(problems(falling)).isNotEmpty();
  }
}
