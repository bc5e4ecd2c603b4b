package io.eventpipeline.consumer.order;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets one lane of the process at a time run an event whose attempts were cut off before. A crash
 * cuts off many events; so only the one that causes it is counted up to {@code CrashLoop}. Event
 * loop only.
 */
public final class Quarantine {
  private final Queue<Lane> waiting = new ArrayDeque<>();
  private @Nullable Lane holder;

  /** True if the lane may run now. If not, its turn wakes it. */
  boolean enter(Lane lane) {
    if (holder == null) {
      holder = lane;
    } else if (holder != lane && !waiting.contains(lane)) {
      waiting.add(lane);
    }
    return holder == lane;
  }

  boolean isHeldBy(Lane lane) {
    return holder == lane;
  }

  /** Ends the lane's stay, or its wait for a turn. */
  void leave(Lane lane) {
    waiting.remove(lane);
    if (holder == lane) {
      holder = waiting.poll();
      if (holder != null) {
        holder.leaveQuarantineQueue();
      }
    }
  }
}
