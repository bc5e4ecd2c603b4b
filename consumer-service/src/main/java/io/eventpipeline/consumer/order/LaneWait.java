package io.eventpipeline.consumer.order;

import io.eventpipeline.consumer.order.Standing.Wait;
import java.util.Comparator;
import java.util.Objects;

/** Finds out what a lane waits for. Event loop only. */
final class LaneWait {
  private LaneWait() {}

  /**
   * What the lane waits for now.
   *
   * @param changed when its state changed last
   */
  static Wait of(Lane lane, Lanes lanes, long changed) {
    return switch (lane.state()) {
      case PAUSED -> paused(lane, lanes);
      case HANDLING, HANDLING_AND_SETTLING -> handler(lane, lanes, changed);
      case RETRY_WAIT -> retry(lane.claimedRun());
      case QUARANTINED -> new Standing.Quarantined(firstId(lane));
      case MISSING_SEQ -> gap(lane, lanes);
      case BLOCKED -> obstacle(lane, Objects.requireNonNull(lane.obstacle()));
      case READY, CLAIMING, UNSURE, JUMPING, CLAIMED, SETTLING, RELEASING, GONE ->
          asked(lane, lanes, changed);
    };
  }

  /** A lane that asks Redis now and then, about what it waits for, is seen asking as well. */
  private static Wait asked(Lane lane, Lanes lanes, long changed) {
    if (lane.isPaused()) {
      return paused(lane, lanes);
    } else if (lanes.gaps().isOpen(lane)) {
      return gap(lane, lanes);
    }
    Obstacle obstacle = lane.obstacle();
    return obstacle != null ? obstacle(lane, obstacle) : new Standing.Redis(changed);
  }

  private static Wait paused(Lane lane, Lanes lanes) {
    return new Standing.Paused(lanes.pausedUsers().until(lane.name()));
  }

  private static Wait handler(Lane lane, Lanes lanes, long changed) {
    ClaimedRun run = lane.claimedRun();
    PendingEvent event = run.entry(Math.min(run.handled(), run.size() - 1));
    return new Standing.Handler(
        event.id(),
        event.attempts() + 1,
        Math.max(run.startedAt(), changed),
        lanes.holds().contains(lane));
  }

  private static Wait retry(ClaimedRun run) {
    PendingEvent event = run.entry(Math.min(run.handled(), run.size() - 1));
    return event.isPostponed()
        ? new Standing.Unavailable(
            event.id(), event.postponements(), run.resumeAt(), event.lastError())
        : new Standing.Retry(event.id(), event.attempts(), run.resumeAt(), event.lastError());
  }

  private static Wait gap(Lane lane, Lanes lanes) {
    NextSeq next = lane.queues().next();
    PendingEvent lowest = lane.queues().lowest();
    long seq = next == null ? 1 : next.value();
    long since = lane.gap().since();
    return new Standing.Gap(
        seq, lowest == null ? seq : lowest.seq(), since, since + lanes.gaps().timeoutMs());
  }

  private static Wait obstacle(Lane lane, Obstacle what) {
    return switch (what) {
      case LEASE -> new Standing.Lease(firstId(lane));
      case STREAM -> new Standing.Outbox(firstId(lane));
    };
  }

  private static String firstId(Lane lane) {
    return lane.events()
        .min(Comparator.comparingLong(PendingEvent::offset))
        .map(PendingEvent::id)
        .orElse("");
  }
}
