package io.eventpipeline.testbed.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.RunLog;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges replays: each event ran once more and is processed, or is listed with its whole history;
 * the order of its user is what it was; the job accounts for all. One more run needs a consumer
 * that was killed in the run before it.
 */
final class ReplayJudge {
  private final ReplayEvidence evidence;
  private final Function<String, List<RunLog.Line>> starts;
  private final Map<String, Map<String, String>> states;
  private final Incidents incidents;
  private final Findings findings;

  /**
   * @param starts of an event, in their order
   * @param states the hashes {@code event:ID} by id
   */
  ReplayJudge(
      ReplayEvidence evidence,
      Function<String, List<RunLog.Line>> starts,
      Map<String, Map<String, String>> states,
      Incidents incidents,
      Findings findings) {
    this.evidence = evidence;
    this.starts = starts;
    this.states = states;
    this.incidents = incidents;
    this.findings = findings;
  }

  /**
   * @param events all events of the round
   */
  void judge(Collection<Planned> events) {
    List<Planned> replayed = events.stream().filter(one -> one.kind().isReplayed()).toList();
    if (replayed.isEmpty() || incidents.wasFlushed()) {
      return;
    }
    replayed.forEach(this::judge);
    judgeJob(
        replayed.size(), replayed.stream().filter(one -> one.kind() == EventKind.MENDED).count());
    evidence
        .before()
        .orders()
        .forEach(
            (user, order) -> {
              List<String> now = evidence.orders().getOrDefault(user, List.of());
              if (!now.equals(order)) {
                findings.countOutOfOrder();
                findings.addProblem("the order of %s was %s and is %s", user, order, now);
              }
            });
  }

  private void judge(Planned planned) {
    String id = planned.event().id();
    Map<String, String> state = states.getOrDefault(id, Map.of());
    if (!"1".equals(state.get("replays"))) {
      findings.addProblem("%s was not replayed once: %s", id, state);
    }
    Map<String, String> letter = evidence.letters().getOrDefault(id, Map.of());
    if (planned.kind() == EventKind.MENDED ? !letter.isEmpty() : !isWhole(letter)) {
      findings.addProblem("the dead letter of %s, %s, is %s", id, planned.kind(), letter);
    }
    judgeRuns(id);
  }

  /** It tells of both failures, and nobody replays it. */
  private static boolean isWhole(Map<String, String> letter) {
    JsonNode history =
        Json.read(letter.getOrDefault("history", "[]").getBytes(StandardCharsets.UTF_8));
    JsonNode first = history.path(0);
    return history.size() == 1
        && first.path("attempts").asText().equals("1")
        && first.path("error").asText().contains("nobody has mended")
        && first.path("errorClass").asText().equals(letter.get("errorClass"))
        && first.path("queuedAt").asLong() > 0
        && letter.getOrDefault("error", "").contains("nothing can mend")
        && "2".equals(letter.get("attempts"))
        && "1".equals(letter.get("replays"))
        && !letter.containsKey("replayToken")
        && !letter.containsKey("replayState");
  }

  private void judgeRuns(String id) {
    List<RunLog.Line> all = starts.apply(id);
    List<RunLog.Line> again =
        all.stream().filter(run -> run.at() >= evidence.before().at()).toList();
    if (again.isEmpty() || all.size() - again.size() != 1) {
      findings.addProblem(
          "%s was run %d times before its replay and %d times for it",
          id, all.size() - again.size(), again.size());
    }
    for (int i = 1; i < again.size(); i++) {
      if (!wasCutOff(again.get(i - 1), again.get(i))) {
        findings.addProblem("%s was replayed once and run by %s", id, again);
      }
    }
  }

  private boolean wasCutOff(RunLog.Line run, RunLog.Line next) {
    ConsumerIncidents consumers = incidents.consumers();
    return consumers.wasUnclean(run.pid(), run.at(), next.at())
        || consumers.losses(run.pid(), run.at(), next.at()) > 0;
  }

  private void judgeJob(long total, long mended) {
    boolean isRight =
        "done".equals(evidence.job().get("state"))
            && evidence.count("total") == total
            && evidence.count("marked") + evidence.count("refused") + evidence.count("gone")
                == total
            && evidence.count("published") == total
            && evidence.count("processed") == mended
            && evidence.count("failed") == total - mended
            && evidence.count("stuck") == 0;
    if (!isRight) {
      findings.addProblem(
          "the job says %s, expected %d of which %d are processed", evidence.job(), total, mended);
    }
  }
}
