package io.eventpipeline.consumer.order;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The lanes of a partition that have to decide, now or at a time. Event loop only. */
final class WakeUps {
  /**
   * The woken lanes that have a run. They go first, so claimed events become final before more are
   * claimed: Redis is faster with a lease it has just seen.
   */
  private final Queue<Lane> withRun = new ArrayDeque<>();

  private final Queue<Lane> withoutRun = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at));

  private record Timer(long at, Lane lane) {}

  void wake(Lane lane) {
    if (lane.markDirty(true)) {
      (lane.run() != null ? withRun : withoutRun).add(lane);
    }
  }

  /** Wakes the lane once {@link #tick} reaches {@code nanos}. */
  void wakeAt(long nanos, Lane lane) {
    timers.add(new Timer(nanos, lane));
  }

  void tick(long now) {
    for (Timer timer = timers.peek(); timer != null && timer.at() <= now; timer = timers.peek()) {
      timers.remove();
      wake(timer.lane());
    }
  }

  /** When {@link #tick} next wakes a lane, or {@link Long#MAX_VALUE}. */
  long nextTimer() {
    Timer first = timers.peek();
    return first == null ? Long.MAX_VALUE : first.at();
  }

  /** Takes out the next woken lane; null if there is none. */
  @Nullable Lane poll() {
    Lane lane = withRun.isEmpty() ? withoutRun.poll() : withRun.poll();
    if (lane != null) {
      lane.markDirty(false);
    }
    return lane;
  }

  void clear() {
    withRun.clear();
    withoutRun.clear();
    timers.clear();
  }
}
