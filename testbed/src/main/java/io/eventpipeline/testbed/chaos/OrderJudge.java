package io.eventpipeline.testbed.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the order of each user's results. */
final class OrderJudge {
  private final ChaosLoad load;
  private final Evidence evidence;
  private final Findings findings;

  OrderJudge(ChaosLoad load, Evidence evidence, Findings findings) {
    this.load = load;
    this.evidence = evidence;
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
}
