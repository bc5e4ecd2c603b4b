package io.eventpipeline.consumer.order;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The one place in the process for events that were cut off more than once. They run there one at a
 * time, so that of several events that a crash cut off only the one that causes it is counted up to
 * {@code CrashLoop}. Event loop only.
 */
public final class Quarantine {
  private final Queue<Lane> waiting = new ArrayDeque<>();
  private @Nullable Lane holder;

  /** True if the lane has the place now; otherwise it is woken when its turn comes. */
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

  /** Gives up the place, or the turn. */
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
