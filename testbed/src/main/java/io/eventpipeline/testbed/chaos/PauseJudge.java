package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.RunLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges pauses: while one holds, no handler of the user starts and no event of it becomes final,
 * except within the first moment. Each pause must have held something back.
 */
final class PauseJudge {
  /**
   * Consumers ask once a second who is paused. A claim may be on its way then, and its handler,
   * which takes no time, may run. The rest is for a busy machine.
   */
  private static final long HEARD_MS = 1000 + 500;

  /** A consumer ends a pause by its bound before it tells Redis. */
  private static final long TOLD_MS = 300;

  private final List<RunLog.Line> runs;
  private final Map<String, Map<String, String>> states;
  private final Function<String, Collection<Long>> logged;
  private final Findings findings;

  /**
   * @param runs all starts and ends of runs
   * @param states the hashes {@code event:ID} by id
   * @param logged when each event of a user came, unix milliseconds
   */
  PauseJudge(
      List<RunLog.Line> runs,
      Map<String, Map<String, String>> states,
      Function<String, Collection<Long>> logged,
      Findings findings) {
    this.runs = runs;
    this.states = states;
    this.logged = logged;
    this.findings = findings;
  }

  void judge(List<PauseHold> holds) {
    holds.forEach(this::judge);
  }

  private void judge(PauseHold hold) {
    runs.stream()
        .filter(run -> run.isStart() && run.user().equals(hold.user()) && isWithin(hold, run.at()))
        .forEach(run -> findings.addProblem("%s was started while %s", run, hold));
    states.forEach(
        (id, state) -> {
          if (hold.user().equals(state.get("userId"))
              && isWithin(hold, Long.parseLong(state.getOrDefault("processedAt", "0")))) {
            findings.addProblem("%s became %s while %s", id, state, hold);
          }
        });
    if (logged.apply(hold.user()).stream().noneMatch(time -> isWithin(hold, time))) {
      findings.addProblem("no event came while %s", hold);
    }
  }

  private static boolean isWithin(PauseHold hold, long time) {
    return time > hold.from() + HEARD_MS && time < hold.to() - TOLD_MS;
  }
}
