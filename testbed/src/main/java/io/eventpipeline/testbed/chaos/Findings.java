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
  private int notifications;
  private int missing;
  private int repeats;

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

  void countNotification() {
    notifications++;
  }

  void countMissing() {
    missing++;
  }

  void countRepeat() {
    repeats++;
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
        new RoundVerdict.Notifications(notifications, missing, repeats),
        recovery,
        List.copyOf(problems));
  }
}
