package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.rig.RunLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the order of each user's results and of the handler runs. */
final class OrderJudge {
  private final ChaosLoad load;
  private final Evidence evidence;
  private final Incidents incidents;
  private final Findings findings;

  OrderJudge(ChaosLoad load, Evidence evidence, Incidents incidents, Findings findings) {
    this.load = load;
    this.evidence = evidence;
    this.incidents = incidents;
    this.findings = findings;
  }

  /**
   * Each user's {@code order:} list holds the processed seqs, each once, ascending. A replay adds
   * none.
   */
  void judgeResults() {
    Map<String, Set<Long>> processed = new HashMap<>();
    evidence
        .states()
        .forEach(
            (id, state) -> {
              if ("processed".equals(state.get("status"))
                  && state.containsKey("seq")
                  && !state.containsKey("replays")) {
                processed
                    .computeIfAbsent(state.get("userId"), user -> new HashSet<>())
                    .add(Long.valueOf(state.get("seq")));
              }
            });
    evidence
        .redis()
        .orders(load.users())
        .forEach((user, order) -> judge(user, order, processed.getOrDefault(user, Set.of())));
  }

  private void judge(String user, List<String> order, Set<Long> processed) {
    List<Long> seqs = order.stream().map(Long::valueOf).toList();
    Set<Long> distinct = new HashSet<>(seqs);
    if (distinct.size() < seqs.size()) {
      findings.countTwice(seqs.size() - distinct.size());
      findings.addProblem("order of %s has a seq twice: %s", user, seqs);
    }
    if (!seqs.stream().sorted().toList().equals(seqs)) {
      findings.countOutOfOrder();
      findings.addProblem("order of %s is not in sequence: %s", user, seqs);
    }
    if (!distinct.equals(processed)) {
      findings.addProblem("order of %s and its processed events differ", user);
    }
  }

  /** The first runs of a user's seqs ascend, and no two runs of a user overlap. */
  void judgeRuns() {
    Map<String, RunLog.Line> running = new HashMap<>();
    Ascent ascent = new Ascent();
    for (RunLog.Line line : evidence.runs()) {
      if (incidents.uncleanSince(line.pid()) <= line.at()) {
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
        && incidents.uncleanSince(other.pid()) > line.at()
        && !endsItsProcess(other.id())) {
      findings.addProblem("%s was started while %s was running", line, other);
    }
  }

  private boolean endsItsProcess(String id) {
    Planned planned = load.planned().get(id);
    return planned != null && planned.kind() == EventKind.EXIT;
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
      return "processed".equals(evidence.state(id).get("status"));
    }
  }
}
