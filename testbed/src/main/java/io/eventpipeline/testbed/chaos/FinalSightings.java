package io.eventpipeline.testbed.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The final states that were seen during a round. Each must still be the same at the end, to the
 * millisecond, unless Redis forgot it. Threads: any.
 */
final class FinalSightings {
  private final Map<String, Map<String, String>> seen = new HashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private int timesForgotten;

  /**
   * Reads those of {@code ids} that were not final yet. Discards what it read if Redis forgot
   * something meanwhile.
   *
   * @param read returns the state of each id; empty if it is not final
   * @return the number of final states seen so far
   */
  int look(
      Collection<String> ids, Function<Collection<String>, Map<String, Map<String, String>>> read) {
    List<String> open = new ArrayList<>();
    int before;
    synchronized (seen) {
      before = timesForgotten;
      ids.stream().filter(id -> !seen.containsKey(id)).forEach(open::add);
    }
    Map<String, Map<String, String>> states = read.apply(open);
    synchronized (seen) {
      if (before == timesForgotten) {
        states.forEach(this::add);
      }
      return seen.size();
    }
  }

  private void add(String id, Map<String, String> state) {
    if (!state.isEmpty() && !leftOut.contains(id)) {
      seen.put(id, Map.copyOf(state));
    }
  }

  /** Lets the states of these events change: somebody replays them. */
  void leaveOut(Collection<String> ids) {
    synchronized (seen) {
      leftOut.addAll(ids);
      seen.keySet().removeAll(leftOut);
    }
  }

  /** Drops what became final at {@code ms} or later, unix milliseconds: Redis may forget it. */
  void dropSince(long ms) {
    synchronized (seen) {
      timesForgotten++;
      seen.values().removeIf(state -> Long.parseLong(state.getOrDefault("processedAt", "0")) >= ms);
    }
  }

  /** A line for each state that has changed. */
  List<String> changed(Map<String, Map<String, String>> states) {
    List<String> changed = new ArrayList<>();
    synchronized (seen) {
      seen.forEach(
          (id, state) -> {
            Map<String, String> now = states.getOrDefault(id, Map.of());
            if (!state.equals(now)) {
              changed.add("%s was final as %s and is %s at the end".formatted(id, state, now));
            }
          });
    }
    return changed;
  }
}
