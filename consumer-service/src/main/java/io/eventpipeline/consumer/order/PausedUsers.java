package io.eventpipeline.consumer.order;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The users that are paused, each until a time on the loop's clock. Event loop only. */
final class PausedUsers {
  private Map<String, Long> until = Map.of();
  private long firstEnd = Long.MAX_VALUE;

  boolean contains(String user) {
    return until.containsKey(user);
  }

  Set<String> all() {
    return until.keySet();
  }

  /** When the user's pause ends, on the loop's clock; {@code MIN_VALUE} if it is not paused. */
  long until(String user) {
    return until.getOrDefault(user, Long.MIN_VALUE);
  }

  /**
   * Takes who is paused in place of what was known before.
   *
   * @return the users that are paused now and were not, or were and are not
   */
  Set<String> replace(Map<String, Long> now) {
    Set<String> changed = new HashSet<>(until.keySet());
    now.keySet().stream().filter(user -> !changed.remove(user)).forEach(changed::add);
    set(now);
    return changed;
  }

  /** Ends the pauses whose time is over at {@code now}, and returns their users. */
  List<String> end(long now) {
    if (now < firstEnd) {
      return List.of();
    }
    List<String> ended = until.keySet().stream().filter(user -> until(user) <= now).toList();
    ended.forEach(this::remove);
    return ended;
  }

  void remove(String user) {
    Map<String, Long> rest = new HashMap<>(until);
    rest.remove(user);
    set(rest);
  }

  private void set(Map<String, Long> now) {
    until = now;
    firstEnd = now.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  /**
   * When {@link #end} next ends one, on the loop's clock; {@code MAX_VALUE} if nobody is paused.
   */
  long firstEnd() {
    return firstEnd;
  }
}
