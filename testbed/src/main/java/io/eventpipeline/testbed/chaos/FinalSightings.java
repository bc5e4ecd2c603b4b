package io.eventpipeline.testbed.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What was seen to be final while things happened. It must be the very same in the end, to the
 * millisecond, unless Redis itself forgot it. Threads: any.
 */
final class FinalSightings {
  private final Map<String, Map<String, String>> seen = new HashMap<>();
  private final ReentrantLock looking = new ReentrantLock();
  private int timesForgotten;

  /**
   * Looks at those of {@code ids} that were not final yet. What Redis forgets meanwhile is not
   * taken in.
   *
   * @param read gives the state of each id, an empty one if it is not final
   * @return how many were seen to be final by now
   */
  int look(
      Collection<String> ids, Function<Collection<String>, Map<String, Map<String, String>>> read) {
    looking.lock();
    try {
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
    } finally {
      looking.unlock();
    }
  }

  private void add(String id, Map<String, String> state) {
    if (!state.isEmpty()) {
      seen.put(id, Map.copyOf(state));
    }
  }

  /** Redis may have forgotten what became final at {@code ms} or later, unix milliseconds. */
  void forgottenSince(long ms) {
    synchronized (seen) {
      timesForgotten++;
      seen.values().removeIf(state -> Long.parseLong(state.getOrDefault("processedAt", "0")) >= ms);
    }
  }

  /** One line for each that is not what it was. */
  List<String> changed(Map<String, Map<String, String>> states) {
    List<String> changed = new ArrayList<>();
    synchronized (seen) {
      seen.forEach(
          (id, state) -> {
            Map<String, String> now = states.getOrDefault(id, Map.of());
            if (!state.equals(now)) {
              changed.add("%s was final as %s and is %s in the end".formatted(id, state, now));
            }
          });
    }
    return changed;
  }
}
