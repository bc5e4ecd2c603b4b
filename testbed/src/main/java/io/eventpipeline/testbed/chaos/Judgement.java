package io.eventpipeline.testbed.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What became of a round.
 *
 * @param fault its name
 * @param seed what the round was made from
 * @param events different events in the topic
 * @param lost acknowledged or in the topic, and not final
 * @param twice final more than once: twice in an order, or in the dead-letter queue, or not in the
 *     end what it was when it was seen to be final
 * @param outOfOrder users whose order, or whose handler runs, are not in sequence
 * @param skipped became {@code skipped}, where the log's time allows it
 * @param extraRuns handler runs beyond those that the event asks for
 * @param recovery seconds from the end of the last fault until all that was in the topic then was
 *     final
 * @param problems everything that is wrong, in words; empty if nothing is
 */
public record Judgement(
    String fault,
    long seed,
    int events,
    int lost,
    int twice,
    int outOfOrder,
    int skipped,
    int extraRuns,
    double recovery,
    List<String> problems) {
  /** The same, with more problems. */
  Judgement with(Collection<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(problems);
    return new Judgement(
        fault, seed, events, lost, twice, outOfOrder, skipped, extraRuns, recovery, all);
  }

  boolean isGood() {
    return problems.isEmpty();
  }

  /** Its row in the Markdown table of {@link Report}, with the end of the line. */
  public String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %d | %d | %d | %d | %d | %.1f s | %s |%n",
        fault,
        seed,
        events,
        lost,
        twice,
        outOfOrder,
        skipped,
        extraRuns,
        recovery,
        isGood() ? "good" : problems.size() + " problems");
  }
}
