package io.eventpipeline.testbed.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with a round so far, counted and in words. One thread. */
final class Findings {
  private final List<String> problems = new ArrayList<>();
  private int lost;
  private int twice;
  private int outOfOrder;
  private int skipped;
  private int extraRuns;

  void addProblem(String text, Object... values) {
    problems.add(text.formatted(values));
  }

  void addProblems(Collection<String> more) {
    problems.addAll(more);
  }

  void countLost() {
    lost++;
  }

  void countTwice(int times) {
    twice += times;
  }

  void countOutOfOrder() {
    outOfOrder++;
  }

  void countSkipped() {
    skipped++;
  }

  void countExtraRuns(int runs) {
    extraRuns += runs;
  }

  RoundVerdict verdict(String fault, long seed, int events, double recovery) {
    return new RoundVerdict(
        fault,
        seed,
        events,
        lost,
        twice,
        outOfOrder,
        skipped,
        extraRuns,
        recovery,
        List.copyOf(problems));
  }
}
