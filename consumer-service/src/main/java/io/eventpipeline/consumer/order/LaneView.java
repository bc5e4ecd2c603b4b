package io.eventpipeline.consumer.order;

import io.eventpipeline.consumer.order.Standing.Wait;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What operators see of a lane, and what bounds count. Event loop only. */
final class LaneView {
  private LaneView() {}

  /** When its first event came, on the loop's clock; {@code MAX_VALUE} if it has none. */
  static long waitsSince(Lane lane) {
    ClaimedRun run = lane.run();
    if (run != null && !run.isDone()) {
      return run.rest().getFirst().arrivedAt();
    }
    return lane.events().mapToLong(PendingEvent::arrivedAt).min().orElse(Long.MAX_VALUE);
  }

  /** What it holds of its partition. */
  static PausedLoad load(Lane lane) {
    List<PendingEvent> all = lane.events().toList();
    long bytes = all.stream().mapToLong(PendingEvent::size).sum();
    return new PausedLoad(lane.name(), first(all), all.size(), bytes);
  }

  /** What it waits for. */
  static Standing standing(Lane lane, Lanes lanes) {
    List<PendingEvent> all = lane.events().toList();
    return new Standing(lane.name(), reason(lane, lanes), waitsSince(lane), all.size(), first(all));
  }

  private static long first(List<PendingEvent> events) {
    return events.stream().mapToLong(PendingEvent::offset).min().orElse(Long.MAX_VALUE);
  }

  private static Wait reason(Lane lane, Lanes lanes) {
    return switch (lane.state()) {
      case PAUSED -> paused(lane, lanes);
      case HANDLING, HANDLING_AND_SETTLING -> handler(lane, lanes);
      case RETRY_WAIT -> retry(lane.claimedRun());
      case QUARANTINED -> new Standing.Quarantined(firstId(lane));
      case MISSING_SEQ -> gap(lane, lanes);
      case BLOCKED -> obstacle(lane, Objects.requireNonNull(lane.obstacle()));
      case READY, CLAIMING, UNSURE, JUMPING, CLAIMED, SETTLING, RELEASING, GONE ->
          asked(lane, lanes);
    };
  }

  /** A lane that asks Redis now and then, about what it waits for, is seen asking as well. */
  private static Wait asked(Lane lane, Lanes lanes) {
    if (lane.isPaused()) {
      return paused(lane, lanes);
    } else if (lanes.gaps().isOpen(lane)) {
      return gap(lane, lanes);
    }
    Obstacle obstacle = lane.obstacle();
    return obstacle != null ? obstacle(lane, obstacle) : new Standing.Redis(lane.changedAt());
  }

  private static Wait paused(Lane lane, Lanes lanes) {
    return new Standing.Paused(lanes.pauses().until(lane.name()));
  }

  private static Wait handler(Lane lane, Lanes lanes) {
    ClaimedRun run = lane.claimedRun();
    PendingEvent event = run.entry(Math.min(run.handled(), run.size() - 1));
    return new Standing.Handler(
        event.id(),
        event.attempts() + 1,
        Math.max(run.startedAt(), lane.changedAt()),
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
