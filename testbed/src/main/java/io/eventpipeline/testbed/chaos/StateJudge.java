package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.rig.RunLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Judges the final state and the handler runs of each event. */
final class StateJudge {
  private final Evidence evidence;
  private final Incidents incidents;
  private final Duration gapTimeout;
  private final Findings findings;
  private final RunExcuses excuses;

  StateJudge(Evidence evidence, Incidents incidents, Duration gapTimeout, Findings findings) {
    this.evidence = evidence;
    this.incidents = incidents;
    this.gapTimeout = gapTimeout;
    this.findings = findings;
    excuses = new RunExcuses(incidents);
  }

  void judge(Planned planned) {
    String id = planned.event().id();
    Map<String, String> state = evidence.state(id);
    if (state.isEmpty()) {
      if (!evidence.isFlushed(id, incidents)) {
        findings.countLost();
        findings.addProblem("%s of %s is not final", id, planned.event().user());
      }
      return;
    }
    if (planned.kind().isReplayed() && incidents.wasFlushed()) {
      return; // its failure is forgotten, so that its replay is an event like any other
    }
    boolean wasSkipped = "skipped".equals(state.get("status"));
    if (!isRight(planned, state, wasSkipped)) {
      findings.addProblem("%s, %s, became %s", id, planned.kind(), state);
    }
    if (wasSkipped) {
      judgeSkip(planned);
    } else {
      judgeRuns(planned, state);
    }
  }

  private static boolean isRight(Planned planned, Map<String, String> state, boolean wasSkipped) {
    String status = wasSkipped ? "skipped" : planned.kind().status();
    String attempts = wasSkipped ? "0" : "" + planned.kind().attempts();
    return status.equals(state.get("status"))
        && (planned.kind() == EventKind.EXIT || attempts.equals(state.get("attempts")))
        && planned.event().user().equals(state.get("userId"))
        && planned.event().type().equals(state.get("type"))
        && planned.event().seqText().equals(state.getOrDefault("seq", "0"))
        && state.getOrDefault("processedAt", "").matches("\\d{13}")
        && state.containsKey("error") == status.equals("failed");
  }

  /** A gap may end only after a later seq has been in the log for the gap timeout. */
  private void judgeSkip(Planned planned) {
    findings.countSkipped();
    String id = planned.event().id();
    String user = planned.event().user();
    long seq = Long.parseLong(planned.event().seqText());
    Evidence.Logged own = evidence.logged(id);
    if (!evidence.starts(id).isEmpty() && !incidents.wasFlushed()) {
      findings.addProblem("%s was run and is skipped", id);
    }
    if (own == null || seq == 0) {
      findings.addProblem("%s has no seq and is skipped", id);
      return;
    }
    boolean overdue =
        evidence.timesOfLaterSeqs(user, seq).stream()
            .anyMatch(time -> time <= own.time() - gapTimeout.toMillis());
    if (!overdue && !incidents.isMemoryBoundReached(user) && !incidents.wasFlushed()) {
      findings.addProblem("%s, seq %s of %s, is skipped and was not late", id, seq, user);
    }
  }

  private void judgeRuns(Planned planned, Map<String, String> state) {
    String id = planned.event().id();
    List<RunLog.Line> runs = evidence.starts(id);
    boolean processed = planned.kind().status().equals("processed");
    if (runs.isEmpty() || (processed && evidence.ends(id).isEmpty())) {
      findings.addProblem("%s is %s but no run of it ended", id, planned.kind().status());
    }
    if (processed && wasMadeFinalByZombie(id, state)) {
      findings.addProblem("%s was made final by a consumer that had lost its partition", id);
    }
    int extra = runs.size() - expectedRuns(planned.kind(), runs);
    if (planned.kind() != EventKind.EXIT && extra > 0) {
      findings.countExtraRuns(extra);
      if (!excuses.excuse(planned.kind(), evidence.hasSeveralRecords(id), runs, finalAt(state))) {
        findings.addProblem(
            "%s, %s, was run %d times by %s",
            id, planned.kind(), runs.size(), runs.stream().map(RunLog.Line::pid).toList());
      }
    }
  }

  /** The handler reports itself unavailable once in each process that runs the event. */
  private static int expectedRuns(EventKind kind, List<RunLog.Line> runs) {
    return kind == EventKind.AWAY
        ? (int) runs.stream().mapToLong(RunLog.Line::pid).distinct().count() + 1
        : kind.runs();
  }

  /** Whether every run that had ended by then belongs to a consumer that was already replaced. */
  private boolean wasMadeFinalByZombie(String id, Map<String, String> state) {
    long finalAt = finalAt(state);
    List<RunLog.Line> before =
        evidence.ends(id).stream().filter(line -> line.at() <= finalAt).toList();
    return !before.isEmpty()
        && before.stream().allMatch(line -> incidents.consumers().isZombie(line.pid(), line.at()));
  }

  private static long finalAt(Map<String, String> state) {
    return Long.parseLong(state.getOrDefault("processedAt", "0"));
  }
}
