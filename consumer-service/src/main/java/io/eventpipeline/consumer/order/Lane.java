package io.eventpipeline.consumer.order;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one user in one partition: those that wait, and the run that is claimed. It decides
 * its next step by its {@link LaneState}; {@link LaneUpdates} brings the answers. At most one
 * claim, jump or release is under way, and one settle. Event loop only.
 */
public final class Lane {
  private final String name;
  private final Lanes lanes;
  private final LaneQueues queues = new LaneQueues();
  private LaneState state = LaneState.READY;
  private @Nullable ClaimedRun run;
  private @Nullable Gap gap;
  private List<PendingEvent> asked = List.of();
  private long changedAt;
  private boolean dirty;
  private @Nullable Obstacle obstacle;
  private long blockedUntil = Long.MIN_VALUE;

  Lane(String name, Lanes lanes) {
    this.name = name;
    this.lanes = lanes;
  }

  /** The user's id, or the poison id. */
  public String name() {
    return name;
  }

  LaneQueues queues() {
    return queues;
  }

  /** The run that is claimed, or null. */
  @Nullable ClaimedRun run() {
    return run;
  }

  /** Its wait for a missing seq, if it ever had one; else a new one. */
  Gap gap() {
    if (gap == null) {
      gap = new Gap();
    }
    return gap;
  }

  /** The next step, or null while it has to wait for something. */
  @Nullable Step decide() {
    return switch (state) {
      case READY, MISSING_SEQ, BLOCKED, PAUSED -> lanes.isClosing() ? letGo() : start();
      case QUARANTINED -> lanes.isClosing() ? letGo() : isPaused() ? pause() : null;
      case UNSURE -> askAgain();
      case CLAIMED, RETRY_WAIT -> goOn(claimedRun());
      case HANDLING -> claimedRun().hasUnsettled() ? settle(LaneState.HANDLING_AND_SETTLING) : null;
      case CLAIMING, JUMPING, RELEASING, SETTLING, HANDLING_AND_SETTLING, GONE -> null;
    };
  }

  ClaimedRun claimedRun() {
    return Objects.requireNonNull(run, "the lane has no run");
  }

  boolean isPaused() {
    return lanes.pauses().has(name);
  }

  /** Lets go of what others may wait for: leases, the quarantine, the gap's end. */
  private @Nullable Step pause() {
    List<PendingEvent> leased = queues.leased();
    if (!leased.isEmpty()) {
      return release(leased);
    }
    if (queues.isEmpty()) {
      return drop();
    }
    if (gap != null) {
      closeGap();
      gap.forgetEnd();
    }
    lanes.quarantine().leave(this);
    lanes.holds().end(this);
    become(LaneState.PAUSED);
    return null;
  }

  private @Nullable Step start() {
    if (isPaused()) {
      return state == LaneState.PAUSED ? null : pause();
    }
    if (blockedUntil > lanes.now()) {
      return waitUntil(blockedUntil, LaneState.BLOCKED);
    }
    for (PendingEvent e = queues.pollPassed(); e != null; e = queues.pollPassed()) {
      lanes.finish(e);
    }
    PendingEvent placeHolder = queues.duePlaceHolder();
    if (placeHolder != null) {
      return jump(placeHolder.seq(), placeHolder.seq() + 1);
    }
    List<PendingEvent> runnable = queues.pollRunnable(lanes.maxSeqJump());
    if (!runnable.isEmpty()) {
      closeGap();
      return claim(runnable);
    }
    return queues.isEmpty() ? drop() : waitForMissing();
  }

  private @Nullable Step waitForMissing() {
    become(LaneState.MISSING_SEQ);
    NextSeq next = queues.next();
    PendingEvent lowest = queues.lowest();
    if (next == null || lowest == null) {
      throw new IllegalStateException("lane " + name + " waits for no known seq");
    }
    if (lanes.gaps().open(this)) {
      return jump(next.value(), lowest.seq());
    }
    boolean look = lanes.gaps().startLook(this, lanes.now()) && !lowest.isPlaceHolder();
    return look ? claim(List.of(queues.removeLowest())) : null;
  }

  private void closeGap() {
    if (gap != null) {
      lanes.gaps().close(this);
      gap.stopLooking();
    }
  }

  private @Nullable Step goOn(ClaimedRun current) {
    if (current.hasUnsettled()) {
      return settle(LaneState.SETTLING);
    }
    boolean open = !current.isDone() && !current.isBroken();
    if (open && current.isCancelled() && !lanes.isClosing()) {
      return release(current.rest()); // of a paused user; a handler would stop at once, for ever
    }
    if (open && !(lanes.isClosing() && current.holdsHandled())) {
      return lanes.isClosing() ? release(current.rest()) : handle(current);
    }
    current.rest().forEach(queues::add);
    run = null;
    lanes.quarantine().leave(this);
    become(LaneState.READY);
    return decide();
  }

  private @Nullable Step handle(ClaimedRun current) {
    if (current.resumeAt() > lanes.now()) {
      return waitUntil(current.resumeAt(), LaneState.RETRY_WAIT);
    }
    become(LaneState.HANDLING);
    return new Step.Handle(this, current);
  }

  private @Nullable Step waitUntil(long nanos, LaneState waiting) {
    if (state != waiting) {
      become(waiting);
      lanes.wakeAt(nanos, this);
    }
    return null;
  }

  /** The partition closes. Waiting events of a run that broke off may be handled, or leased. */
  private @Nullable Step letGo() {
    List<PendingEvent> handled = queues.pollLastTries();
    if (!handled.isEmpty()) {
      return claim(handled);
    }
    List<PendingEvent> leased = queues.leased();
    return leased.isEmpty() ? drop() : release(leased);
  }

  private Step askAgain() {
    List<PendingEvent> entries = queues.unanswered();
    boolean letGo =
        lanes.isClosing() ? entries.stream().noneMatch(PendingEvent::isHandled) : isPaused();
    return letGo ? release(entries) : claim(entries);
  }

  private Step claim(List<PendingEvent> entries) {
    become(LaneState.CLAIMING);
    asked = entries;
    return new Step.Claim(this, entries, lanes.quarantine().isHeldBy(this));
  }

  private Step settle(LaneState settling) {
    become(settling);
    return new Step.Settle(this, claimedRun().unsettled());
  }

  private Step jump(long from, long to) {
    closeGap();
    become(LaneState.JUMPING);
    return new Step.Jump(this, from, to);
  }

  private Step release(List<PendingEvent> entries) {
    become(LaneState.RELEASING);
    return new Step.Release(this, entries);
  }

  /** The released events are others' now. The queues may hold more that is leased. */
  void endRelease() {
    leased().forEach(queues::add);
    run = null;
    queues.keepUnanswered(List.of());
    become(LaneState.READY);
    lanes.wake(this);
  }

  @Nullable Step drop() {
    become(LaneState.GONE);
    closeGap();
    lanes.remove(this);
    return null;
  }

  LaneState state() {
    return state;
  }

  void become(LaneState next) {
    if (state != next && !state.mayBecome(next)) {
      throw new IllegalStateException("lane " + name + " is " + state + ", not " + next);
    }
    state = next;
    changedAt = lanes.now();
    asked = List.of();
  }

  void begin(ClaimedRun claimed) {
    closeGap();
    run = claimed;
    obstacle = null;
    become(LaneState.CLAIMED);
  }

  /** Claims nothing more for a while. */
  void block(Obstacle why) {
    obstacle = why;
    blockedUntil = lanes.now() + why.pause().toNanos();
  }

  /** What it was blocked by; null if it has claimed something since. */
  @Nullable Obstacle obstacle() {
    return obstacle;
  }

  /** It is first in the quarantine now. */
  void leaveQuarantineQueue() {
    lanes.holds().end(this);
    if (state == LaneState.QUARANTINED) {
      become(LaneState.READY);
    }
    lanes.wake(this);
  }

  /** Marks whether it is to be looked at; false if it is marked so already. */
  boolean markDirty(boolean on) {
    boolean changes = dirty != on;
    dirty = on;
    return changes;
  }

  /** Starts no further event of the run. */
  void cancelRun() {
    if (run != null) {
      run.cancel();
    }
  }

  /** True while a handler has stopped for the next attempt of an event. */
  boolean waitsForRetry() {
    return run != null && !state.isHandling() && run.resumeAt() > lanes.now();
  }

  /** The events that are leased, or may be since a claim was not answered. */
  List<PendingEvent> leased() {
    return run != null ? run.rest() : queues.unanswered();
  }

  /** All its events that are not final, in no order. */
  Stream<PendingEvent> events() {
    List<PendingEvent> claimed = leased().isEmpty() ? asked : leased();
    return Stream.concat(queues.waiting().stream(), claimed.stream());
  }

  /** When its state changed last, on the loop's clock. */
  long changedAt() {
    return changedAt;
  }
}
