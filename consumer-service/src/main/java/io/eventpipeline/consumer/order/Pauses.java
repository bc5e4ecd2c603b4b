package io.eventpipeline.consumer.order;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users that are paused, each until a time on the loop's clock. Event loop only. */
public final class Pauses {
  private final Map<String, Lane> lanes;
  private final WakeUps wakeUps;
  private Map<String, Long> until = Map.of();
  private long firstEnd = Long.MAX_VALUE;

  /**
   * @param lanes all lanes of the partition, by user
   */
  Pauses(Map<String, Lane> lanes, WakeUps wakeUps) {
    this.lanes = lanes;
    this.wakeUps = wakeUps;
  }

  /**
   * Sets who is paused, in place of what was set before. A handler at work ends; what follows it
   * waits, without leases.
   *
   * @param next when each pause ends by itself, on the loop's clock; not changed afterwards
   */
  public void set(Map<String, Long> next) {
    Set<String> changed = new HashSet<>(until.keySet());
    next.keySet().stream().filter(user -> !changed.remove(user)).forEach(changed::add);
    keep(next);
    wake(changed);
  }

  /** Ends a user's pause. */
  public void end(String user) {
    end(List.of(user));
  }

  /** Ends the pauses whose time is over at {@code now}. */
  void tick(long now) {
    if (now >= firstEnd) {
      end(until.keySet().stream().filter(user -> until(user) <= now).toList());
    }
  }

  private void end(List<String> users) {
    Map<String, Long> rest = new HashMap<>(until);
    users.forEach(rest::remove);
    keep(rest);
    wake(users);
  }

  private void keep(Map<String, Long> next) {
    until = next;
    firstEnd = next.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  private void wake(Collection<String> users) {
    for (String user : users) {
      Lane lane = lanes.get(user);
      if (lane != null && has(user)) {
        lane.cancelRun();
      }
      if (lane != null) {
        wakeUps.wake(lane);
      }
    }
  }

  boolean has(String user) {
    return until.containsKey(user);
  }

  Set<String> users() {
    return until.keySet();
  }

  /** When the user's pause ends, on the loop's clock; {@code MIN_VALUE} if it is not paused. */
  long until(String user) {
    return until.getOrDefault(user, Long.MIN_VALUE);
  }

  /**
   * When {@link #tick} next ends one, on the loop's clock; {@code MAX_VALUE} if nobody is paused.
   */
  long firstEnd() {
    return firstEnd;
  }

  /** What the paused users hold here; null if nothing. */
  public @Nullable PausedLoad load() {
    PausedLoad load = null;
    for (String user : until.keySet()) {
      Lane lane = lanes.get(user);
      if (lane != null) {
        PausedLoad own = LaneView.load(lane);
        load = load == null ? own : load.plus(own);
      }
    }
    return load;
  }

  /** How many paused users have events here. */
  public int count() {
    return (int) until.keySet().stream().filter(lanes::containsKey).count();
  }
}
