package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.rig.RunLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayJudgeTest {
  private static final long MENDED_AT = 1_000_000;
  private static final TestEvent MENDED = anEvent().of("ann").type("test.mend").seq(1);
  private static final TestEvent BROKEN = anEvent().of("ann").type("test.mend").seq(3);
  private static final Map<String, String> LETTER =
      Map.of(
          "error",
          "io.example.NonRetryable: nothing can mend it",
          "errorClass",
          "NonRetryable",
          "attempts",
          "2",
          "replays",
          "1",
          "history",
          "[{\"queuedAt\":\"5\",\"attempts\":\"1\",\"errorClass\":\"NonRetryable\",\"error\":\"io.example.NonRetryable:"
              + " nobody has mended it\",\"replayBy\":\"testbed\"}]");

  private final Incidents incidents = new Incidents();
  private final Map<String, List<RunLog.Line>> runs = new HashMap<>();
  private final Map<String, Map<String, String>> letters = new HashMap<>();
  private final Map<String, String> job = new HashMap<>();
  private List<String> order = List.of("2", "4");

  ReplayJudgeTest() {
    runs.put(MENDED.id(), List.of(run(MENDED, 5, 1), run(MENDED, MENDED_AT + 5, 1)));
    runs.put(BROKEN.id(), List.of(run(BROKEN, 5, 1), run(BROKEN, MENDED_AT + 9, 2)));
    letters.put(MENDED.id(), Map.of());
    letters.put(BROKEN.id(), LETTER);
    job.put("state", "done");
    job.put("total", "2");
    job.put("marked", "2");
    job.put("published", "2");
    job.put("processed", "1");
    job.put("failed", "1");
  }

  private static RunLog.Line run(TestEvent event, long at, long pid) {
    return new RunLog.Line("start", at, pid, event.id(), event.user(), event.seqText());
  }

  private RoundVerdict judge() {
    Findings findings = new Findings();
    ReplayEvidence evidence =
        new ReplayEvidence(
            new ReplayEvidence.Before(MENDED_AT, Map.of("ann", List.of("2", "4"))),
            Map.of("ann", order),
            letters,
            job);
    Map<String, String> state = Map.of("replays", "1");
    new ReplayJudge(
            evidence,
            runs::get,
            Map.of(MENDED.id(), state, BROKEN.id(), state),
            incidents,
            findings)
        .judge(
            List.of(new Planned(MENDED, EventKind.MENDED), new Planned(BROKEN, EventKind.BROKEN)));
    return findings.verdict("test", 1, 2, 0);
  }

  private void assertProblem(String part) {
    assertThat(judge().problems()).singleElement().asString().contains(part);
  }

  @Test
  void one_is_processed_and_one_is_listed_with_its_history() {
    assertThat(judge().problems()).isEmpty();
  }

  @Test
  void a_dead_letter_of_what_is_processed_is_a_problem() {
    letters.put(MENDED.id(), LETTER);
    assertProblem("the dead letter of " + MENDED.id());
  }

  @Test
  void a_dead_letter_without_its_first_failure_is_a_problem() {
    Map<String, String> withoutFirst = new HashMap<>(LETTER);
    withoutFirst.put("history", "[]");
    letters.put(BROKEN.id(), withoutFirst);
    assertProblem("the dead letter of " + BROKEN.id());
  }

  @Test
  void a_mark_that_is_left_is_a_problem() {
    Map<String, String> marked = new HashMap<>(LETTER);
    marked.put("replayToken", "j.1");
    letters.put(BROKEN.id(), marked);
    assertProblem("the dead letter of " + BROKEN.id());
  }

  @Test
  void a_second_run_of_a_replay_needs_a_killed_consumer() {
    runs.put(
        MENDED.id(),
        List.of(run(MENDED, 5, 1), run(MENDED, MENDED_AT + 5, 7), run(MENDED, MENDED_AT + 90, 8)));
    assertProblem(MENDED.id() + " was replayed once and run by");
    incidents.consumers().noteUnclean(7, MENDED_AT + 91);
    assertProblem(MENDED.id() + " was replayed once and run by");
    incidents.consumers().noteUnclean(8, MENDED_AT + 6);
    assertProblem(MENDED.id() + " was replayed once and run by");
  }

  @Test
  void a_consumer_killed_in_the_run_excuses_the_next() {
    runs.put(
        MENDED.id(),
        List.of(run(MENDED, 5, 1), run(MENDED, MENDED_AT + 5, 7), run(MENDED, MENDED_AT + 90, 8)));
    incidents.consumers().noteUnclean(7, MENDED_AT + 6);
    assertThat(judge().problems()).isEmpty();
  }

  @Test
  void what_was_never_run_again_is_a_problem() {
    runs.put(MENDED.id(), List.of(run(MENDED, 5, 1)));
    assertProblem("0 times for it");
  }

  @Test
  void the_order_must_stay() {
    order = List.of("1", "2", "4");
    assertProblem("the order of ann was [2, 4] and is [1, 2, 4]");
    assertThat(judge().outOfOrder()).isEqualTo(1);
  }

  @Test
  void the_job_must_account_for_all() {
    job.put("processed", "2");
    assertProblem("the job says");
    job.put("processed", "1");
    job.put("refused", "1");
    assertProblem("the job says");
    job.put("refused", "0");
    job.put("stuck", "1");
    assertProblem("the job says");
  }
}
