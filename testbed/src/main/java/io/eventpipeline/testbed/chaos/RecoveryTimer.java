package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.EventsTopic;
import java.time.Duration;
import java.util.Map;

/** Measures how long the consumers need to finish what is in the topic. */
final class RecoveryTimer {
  static final Duration NO_PROGRESS = Duration.ofMinutes(3);

  private final ChaosRound round;
  private final EventsTopic topic;

  RecoveryTimer(ChaosRound round) {
    this.round = round;
    topic = round.pipeline().topic();
  }

  /**
   * Waits until everything that is in the topic now is final.
   *
   * @return seconds; infinite, and a problem of the round, if nothing moves for {@link
   *     #NO_PROGRESS}
   */
  double awaitCaughtUp() {
    long begun = System.nanoTime();
    long progressed = begun;
    long least = Long.MAX_VALUE;
    Map<Integer, Long> ends = topic.endOffsets();
    while (System.nanoTime() - progressed < NO_PROGRESS.toNanos()) {
      long left = uncommitted(ends);
      if (left == 0) {
        return (System.nanoTime() - begun) / 1e9;
      }
      if (left < least) {
        least = left;
        progressed = System.nanoTime();
      }
      round.pause(100);
    }
    round.addProblem("nothing moved for " + NO_PROGRESS.toSeconds() + " s");
    return Double.POSITIVE_INFINITY;
  }

  private long uncommitted(Map<Integer, Long> ends) {
    Map<Integer, Long> committed = topic.committed();
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
        .sum();
  }
}
