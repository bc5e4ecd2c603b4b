package io.eventpipeline.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.rig.RunLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PauseJudgeTest {
  private static final PauseHold HOLD = new PauseHold("ann", 10_000, 60_000, "");

  private static List<String> problems(long startedAt, long processedAt, long loggedAt) {
    Findings findings = new Findings();
    new PauseJudge(
            List.of(
                new RunLog.Line("start", startedAt, 1, "e-1", "ann", "1"),
                new RunLog.Line("start", 30_000, 1, "e-2", "bob", "1")),
            Map.of(
                "e-1",
                Map.of("userId", "ann", "processedAt", "" + processedAt),
                "e-2",
                Map.of("userId", "bob", "processedAt", "30001")),
            user -> List.of(loggedAt),
            findings)
        .judge(List.of(HOLD));
    return findings.verdict("test", 1, 2, 0).problems();
  }

  @Test
  void what_came_meanwhile_runs_after_the_end() {
    assertThat(problems(60_001, 60_002, 30_000)).isEmpty();
  }

  @Test
  void within_the_first_moment_an_event_may_become_final() {
    assertThat(problems(11_000, 11_001, 30_000)).isEmpty();
  }

  @Test
  void a_run_while_the_pause_holds_is_a_problem() {
    assertThat(problems(12_000, 60_001, 30_000))
        .singleElement()
        .asString()
        .contains("was started while");
    assertThat(problems(59_000, 60_001, 30_000)).hasSize(1);
  }

  @Test
  void what_becomes_final_while_the_pause_holds_is_a_problem() {
    assertThat(problems(11_000, 12_000, 30_000)).singleElement().asString().contains("e-1 became");
  }

  @Test
  void a_pause_that_held_nothing_back_proves_nothing() {
    assertThat(problems(60_001, 60_002, 61_000))
        .singleElement()
        .asString()
        .contains("no event came");
  }
}
