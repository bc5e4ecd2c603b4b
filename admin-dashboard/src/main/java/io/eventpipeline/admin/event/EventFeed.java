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
import org.jspecify.annotations.Nullable;

/** The live list of events, made at most five times a second for all. Threads: any; they wait. */
@Singleton
final class EventFeed {
  private static final long FRESH = Duration.ofMillis(200).toNanos();

  private final TailReader tail;
  private final ProgressReader progress;
  private final StateReader states;
  private final StayingRows rows = new StayingRows(TailReader.ROWS);
  private @Nullable LiveEvents last;
  private long madeAt;

  EventFeed(TailReader tail, ProgressReader progress, StateReader states) {
    this.tail = tail;
    this.progress = progress;
    this.states = states;
  }

  /** The newest events and their states. */
  synchronized LiveEvents now() {
    LiveEvents known = last;
    if (known != null && SystemTime.nanos() - madeAt < FRESH) {
      return known;
    }
    Tail newest = tail.now();
    // Before the states: what is below is final for whoever looks into Redis now.
    Map<Integer, Long> committed = progress.last().committedByPartition();
    Set<LogRow> all = new HashSet<>(rows.shown());
    all.addAll(newest.rows());
    Map<String, EventState> found = states.states(new ArrayList<>(all), committed);
    List<EventRow> chosen = rows.choose(newest.rows(), found, SystemTime.nanos());
    LiveEvents made = new LiveEvents(chosen, newest.missing(), newest.staleSince());
    last = made;
    madeAt = SystemTime.nanos();
    return made;
  }
}
