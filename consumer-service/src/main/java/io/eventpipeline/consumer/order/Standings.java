package io.eventpipeline.consumer.order;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The users of a partition that have waited for longer than others do.
 *
 * @param longest the longest waits first
 * @param more how many users wait besides
 * @param oldest since when the first of them waits that is not paused, on the loop's clock; {@code
 *     MAX_VALUE} if there is none
 */
public record Standings(List<Standing> longest, int more, long oldest) {
  private record Waiting(Lane lane, long since) {
    boolean isPaused() {
      return lane.isPaused();
    }
  }

  /**
   * Collects the lanes that wait since {@code before} or longer.
   *
   * @param most how many of them are listed
   */
  static Standings of(Collection<Lane> lanes, long before, int most) {
    List<Waiting> all =
        lanes.stream()
            .map(lane -> new Waiting(lane, lane.waitsSince()))
            .filter(waiting -> waiting.since() <= before)
            .sorted(Comparator.comparingLong(Waiting::since))
            .toList();
    List<Standing> longest =
        all.stream().limit(most).map(waiting -> waiting.lane().standing(waiting.since())).toList();
    long oldest =
        all.stream()
            .filter(waiting -> !waiting.isPaused())
            .mapToLong(Waiting::since)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return new Standings(longest, all.size() - longest.size(), oldest);
  }

  public boolean isEmpty() {
    return longest.isEmpty();
  }
}
