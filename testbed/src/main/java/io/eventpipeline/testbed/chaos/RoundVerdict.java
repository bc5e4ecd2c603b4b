package io.eventpipeline.testbed.chaos;

import java.util.List;
import java.util.Locale;

/**
 * The result of a round.
 *
 * @param fault its name
 * @param seed what the round was made from
 * @param events different events in the topic
 * @param lost events that were acknowledged or in the topic but are not final
 * @param twice events that became final again: twice in an order or in the dead-letter queue, or
 *     with another final state than was seen before
 * @param outOfOrder users whose order or whose handler runs are not in sequence
 * @param skipped events that became {@code skipped}
 * @param extraRuns handler runs beyond those that the event asks for
 * @param notifications of processed events
 * @param recovery seconds from the end of the fault until all that was in the topic then was final
 * @param problems everything that is wrong, in words; empty if nothing is
 */
public record RoundVerdict(
    String fault,
    long seed,
    int events,
    int lost,
    int twice,
    int outOfOrder,
    int skipped,
    int extraRuns,
    Notifications notifications,
    double recovery,
    List<String> problems) {
  /**
   * What the fake FCM got.
   *
   * @param due one for each device of a processed event's user
   * @param missing those that never arrived
   * @param repeated arrivals of those that had arrived before
   */
  public record Notifications(int due, int missing, int repeated) {}

  boolean isGood() {
    return problems.isEmpty();
  }

  /** Its row in the Markdown table of {@link ChaosReport}, with the end of the line. */
  public String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %d | %d | %d | %d | %d | %,d | %d | %d | %.1f s | %s |%n",
        fault,
        seed,
        events,
        lost,
        twice,
        outOfOrder,
        skipped,
        extraRuns,
        notifications.due(),
        notifications.missing(),
        notifications.repeated(),
        recovery,
        isGood() ? "good" : problems.size() + " problems");
  }
}
