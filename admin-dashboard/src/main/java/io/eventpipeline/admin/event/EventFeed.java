package io.eventpipeline.admin.event;

import io.eventpipeline.admin.log.EventState;
import io.eventpipeline.admin.log.LogRow;
import io.eventpipeline.admin.log.ProgressReader;
import io.eventpipeline.admin.log.StateReader;
import io.eventpipeline.admin.log.Tail;
import io.eventpipeline.admin.log.TailReader;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The live list of events, made at most five times a second for all. Threads: any; they wait. */
@Singleton
final class EventFeed {
  private static final long FRESH = Duration.ofMillis(200).toNanos();

  private final TailReader tail;
  private final ProgressReader progress;
  private final StateReader states;
  private final StayingRows rows = new StayingRows(TailReader.ROWS);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable LiveEvents last;
  private long madeAt;

  EventFeed(TailReader tail, ProgressReader progress, StateReader states) {
    this.tail = tail;
    this.progress = progress;
    this.states = states;
  }

  /** The newest events and their states. While one thread makes them, others get those before. */
  LiveEvents now() {
    LiveEvents known = last;
    if (known == null) {
      lock.lock();
    } else if (!lock.tryLock()) {
      return known;
    }
    try {
      known = last;
      if (known != null && SystemTime.nanos() - madeAt < FRESH) {
        return known;
      }
      LiveEvents made = make();
      last = made;
      madeAt = SystemTime.nanos();
      return made;
    } finally {
      lock.unlock();
    }
  }

  private LiveEvents make() {
    Tail newest = tail.now();
    // Before the states: what is below is final for whoever looks into Redis now.
    Map<Integer, Long> committed = progress.last().committedByPartition();
    Set<LogRow> all = new HashSet<>(rows.shown());
    all.addAll(newest.rows());
    Map<String, EventState> found = states.states(new ArrayList<>(all), committed);
    List<EventRow> chosen = rows.choose(newest.rows(), found, SystemTime.nanos());
    return new LiveEvents(chosen, newest.missing(), newest.staleSince());
  }
}
