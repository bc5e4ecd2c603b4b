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
   * Collects those of all lanes that wait since {@code before} or longer.
   *
   * @param most how many of them are listed
   */
  static Standings of(Collection<Lane> all, Lanes lanes, long before, int most) {
    List<Waiting> waits =
        all.stream()
            .map(lane -> new Waiting(lane, LaneView.waitsSince(lane)))
            .filter(waiting -> waiting.since() <= before)
            .sorted(Comparator.comparingLong(Waiting::since))
            .toList();
    List<Standing> longest =
        waits.stream().limit(most).map(one -> LaneView.standing(one.lane(), lanes)).toList();
    long oldest =
        waits.stream()
            .filter(waiting -> !waiting.isPaused())
            .mapToLong(Waiting::since)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return new Standings(longest, waits.size() - longest.size(), oldest);
  }

  public boolean isEmpty() {
    return longest.isEmpty();
  }
}
