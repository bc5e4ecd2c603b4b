package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.rig.RunLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the order of the handler runs. */
final class RunOrderJudge {
  private final Map<String, Planned> planned;
  private final Map<String, Map<String, String>> states;
  private final Incidents incidents;
  private final ConsumerIncidents consumers;
  private final Findings findings;

  /**
   * @param planned the events by id
   * @param states the hashes {@code event:ID} by id
   */
  RunOrderJudge(
      Map<String, Planned> planned,
      Map<String, Map<String, String>> states,
      Incidents incidents,
      Findings findings) {
    this.planned = planned;
    this.states = states;
    this.incidents = incidents;
    consumers = incidents.consumers();
    this.findings = findings;
  }

  /**
   * The first runs of a user's seqs ascend, and no two runs of a user overlap.
   *
   * @param runs all starts and ends, in the order in which they were written
   */
  void judge(List<RunLog.Line> runs) {
    Map<String, RunLog.Line> running = new HashMap<>();
    Ascent ascent = new Ascent();
    for (RunLog.Line line : runs) {
      if (consumers.wasUnclean(line.pid(), line.at(), line.at())) {
        continue; // a zombie's run counts for nothing
      }
      if (line.isStart()) {
        judgeOverlap(line, running.put(line.user(), line));
        ascent.add(line);
      } else {
        running.computeIfPresent(line.user(), (user, run) -> run.pid() == line.pid() ? null : run);
      }
    }
  }

  /**
   * @param other the user's run before, if it has not ended
   */
  private void judgeOverlap(RunLog.Line line, RunLog.@Nullable Line other) {
    if (other != null
        && !consumers.wasUnclean(other.pid(), other.at(), line.at())
        && !endsItsProcess(other.id())) {
      findings.addProblem("%s was started while %s was running", line, other);
    }
  }

  private boolean endsItsProcess(String id) {
    Planned event = planned.get(id);
    return event != null && event.kind() == EventKind.EXIT;
  }

  /** Follows the first run of each processed event and reports a user whose seqs fall. */
  private final class Ascent {
    private final Map<String, Long> highest = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> wrong = new HashSet<>();

    void add(RunLog.Line line) {
      long seq = Long.parseLong(line.seq());
      if (seq == 0 || !begun.add(line.id()) || !isProcessed(line.id())) {
        return;
      }
      long before = highest.merge(line.user(), seq, Math::max);
      if (before != seq && wrong.add(line.user()) && !incidents.hasRedisForgotten()) {
        findings.countOutOfOrder();
        findings.addProblem("%s was first run after seq %d", line, before);
      }
    }

    private boolean isProcessed(String id) {
      return "processed".equals(states.getOrDefault(id, Map.of()).get("status"));
    }
  }
}
