package io.eventpipeline.testbed.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the dead-letter queue: one complete letter for each failed event, and no other. */
final class DeadLetterJudge {
  private static final Set<String> FIELDS = Set.of("error", "errorClass", "queuedAt", "offset");

  private final Evidence evidence;
  private final Findings findings;

  DeadLetterJudge(Evidence evidence, Findings findings) {
    this.evidence = evidence;
    this.findings = findings;
  }

  void judge() {
    List<String> ids = evidence.redis().deadLetters();
    Set<String> listed = new HashSet<>(ids);
    if (listed.size() < ids.size()) {
      findings.countTwice(ids.size() - listed.size());
      findings.addProblem("%d ids are twice in the dead-letter list", ids.size() - listed.size());
    }
    Set<String> failed = new HashSet<>();
    evidence
        .states()
        .forEach(
            (id, state) -> {
              if ("failed".equals(state.get("status"))) {
                failed.add(id);
              }
            });
    if (!failed.equals(listed)) {
      findings.addProblem(
          "failed are %d, in the dead-letter list %d; only one of both: %s",
          failed.size(), listed.size(), difference(failed, listed));
    }
    evidence.redis().deadLetters(failed).forEach(this::judge);
  }

  private void judge(String id, Map<String, String> letter) {
    Evidence.Logged own = evidence.logged(id);
    if (own == null
        || !id.equals(letter.get("eventId"))
        || !own.values().contains(letter.get("payload"))
        || !letter.keySet().containsAll(FIELDS)) {
      findings.addProblem("the dead letter of %s is %s", id, letter);
    }
  }

  private static List<String> difference(Set<String> one, Set<String> other) {
    Set<String> either = new HashSet<>(one);
    either.addAll(other);
    return either.stream().filter(id -> !one.contains(id) || !other.contains(id)).limit(5).toList();
  }
}
