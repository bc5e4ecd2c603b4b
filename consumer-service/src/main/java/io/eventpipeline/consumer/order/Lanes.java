package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one partition. Records go in with {@link #add}; {@link #next} gives the steps to
 * carry out. The answer to a step comes back through the method of its name, or through {@link
 * #unanswered}. Event loop only; {@link ClaimedRun} says what a handler's thread may do.
 */
public final class Lanes {
  private final OrderSettings settings;
  private final Quarantine quarantine;
  private final Consumer<PendingEvent> finished;
  private final LaneUpdates updates = new LaneUpdates(this);
  private final Map<String, Lane> lanes = new HashMap<>();

  private final WakeUps wakeUps = new WakeUps();
  private final Set<Lane> handling = new LinkedHashSet<>();
  private final Holds holds = new Holds();
  private final Pauses pauses = new Pauses(lanes, wakeUps);
  private final Gaps gaps;
  private final Map<Long, Integer> attempts = new HashMap<>();
  private boolean closing;
  private long now;

  /**
   * @param quarantine one for the whole process
   * @param finished takes each event once, as soon as it is final
   */
  public Lanes(OrderSettings settings, Quarantine quarantine, Consumer<PendingEvent> finished) {
    this.settings = settings;
    this.quarantine = quarantine;
    this.finished = finished;
    this.gaps = new Gaps(settings, holds, wakeUps);
  }

  /** The missing seqs. */
  public Gaps gaps() {
    return gaps;
  }

  /** The users that are paused. */
  public Pauses pauses() {
    return pauses;
  }

  Holds holds() {
    return holds;
  }

  Quarantine quarantine() {
    return quarantine;
  }

  /** The loop's clock at the last tick, nanoseconds. */
  long now() {
    return now;
  }

  boolean isClosing() {
    return closing;
  }

  long maxSeqJump() {
    return settings.maxSeqJump();
  }

  /** Takes in a record. */
  public void add(PendingEvent entry) {
    Lane lane = lanes.computeIfAbsent(entry.lane(), name -> new Lane(name, this));
    entry.arrive(now);
    lane.queues().add(entry);
    wake(lane);
  }

  /** The loop's clock, nanoseconds; it never goes back. Wakes the lanes whose time has come. */
  public void tick(long nanos) {
    now = nanos;
    wakeUps.tick(now);
    pauses.tick(now);
  }

  /** The lane of a user; null if it has no event here. */
  @Nullable Lane find(String user) {
    return lanes.get(user);
  }

  void wakeAt(long nanos, Lane lane) {
    wakeUps.wakeAt(nanos, lane);
  }

  void wake(Lane lane) {
    wakeUps.wake(lane);
  }

  /** When {@link #tick} is next needed, or {@link Long#MAX_VALUE}. */
  public long nextTimer() {
    return Math.min(wakeUps.nextTimer(), pauses.firstEnd());
  }

  /** The next step, or null until something happens. */
  public @Nullable Step next() {
    for (Lane lane = wakeUps.poll(); lane != null; lane = wakeUps.poll()) {
      Step step = lane.decide();
      if (step instanceof Step.Handle) {
        handling.add(lane);
      }
      if (step != null) {
        return step;
      }
    }
    return null;
  }

  void finish(PendingEvent entry) {
    finished.accept(entry);
  }

  /** Removes a lane that has nothing left, or nothing that it may still do. */
  void remove(Lane lane) {
    if (closing) {
      lane.events()
          .filter(PendingEvent::isBetweenAttempts)
          .forEach(event -> attempts.put(event.offset(), event.attempts()));
    }
    quarantine.leave(lane);
    holds.end(lane);
    lanes.remove(lane.name(), lane);
  }

  /** Redis said of each event what it is. */
  public void applyClaim(Step.Claim claim, List<ClaimCode> codes, NextSeq next) {
    updates.applyClaim(claim, codes, next);
    wake(claim.lane());
  }

  /** The handler's thread has stopped: all events are decided, or the run says when to go on. */
  public void applyHandling(Step.Handle handle) {
    handling.remove(handle.lane());
    updates.applyHandling(handle.lane());
    wake(handle.lane());
  }

  /** Redis said of each event what became of it. */
  public void applySettle(Step.Settle settle, List<SettleCode> codes, NextSeq next) {
    updates.applySettle(settle, codes, next);
    wake(settle.lane());
  }

  /** Redis gave the seqs up, or said that the order had moved. */
  public void applyJump(Step.Jump jump, NextSeq next) {
    updates.applyJump(jump.lane(), next);
    wake(jump.lane());
  }

  /** The leases are gone. */
  public void applyRelease(Step.Release release) {
    release.entries().forEach(PendingEvent::becomeReleased);
    release.lane().endRelease();
  }

  /** The answer did not come, or made no sense: the step has to be asked again. */
  public void markUnanswered(Step step) {
    updates.markUnanswered(step);
    wake(step.lane());
  }

  /** Wakes the lanes whose handled events can be settled while their runs go on. */
  public void settleHandled() {
    for (Lane lane : handling) {
      if (lane.claimedRun().hasUnsettled()) {
        wake(lane);
      }
    }
  }

  /** True while handlers are at work. */
  public boolean hasActive() {
    return !handling.isEmpty();
  }

  /** Notes whether a handler at work is over its timeout. Call on a tick. */
  public void markOverdue(Step.Handle handle, boolean over) {
    updates.noteHold(handle.lane(), over);
  }

  /** Redis was away and could not end a hold: all holds count from now on. Call on a tick. */
  public void restartHolds() {
    holds.restart(now);
  }

  /** Ends the waits for missing seqs that are over. Call on a tick. */
  public void endGaps(boolean outOfRoom) {
    gaps.end(lanes.values(), outOfRoom && !closing, now).forEach(this::wake);
  }

  /** True if events are leased, or may be. */
  public boolean hasLeases() {
    return lanes.values().stream().anyMatch(lane -> !lane.leased().isEmpty());
  }

  /**
   * The leases to renew: those that were there at the call before, and those of claims that were
   * not answered. Nearly all others are settled long before they end.
   */
  public List<Step.Claim> renewals() {
    List<Step.Claim> all = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      List<PendingEvent> leased = lane.leased();
      ClaimedRun run = lane.run();
      if (!leased.isEmpty() && (run == null || !run.skipFirstRenewal())) {
        all.add(new Step.Claim(lane, List.copyOf(leased), true));
      }
    }
    return all;
  }

  /** Starts nothing more; settles and releases what is claimed. */
  public void close() {
    closing = true;
    lanes.values().forEach(Lane::cancelRun);
    lanes.values().forEach(this::wake);
  }

  /** Another consumer owns the partition: nothing is settled or released, handlers just end. */
  public void abandon() {
    closing = true;
    lanes.values().forEach(Lane::cancelRun);
    lanes.values().forEach(quarantine::leave);
    lanes.clear();
    handling.clear();
    holds.clear();
    wakeUps.clear();
  }

  /** Attempts of events that wait for the next one, by offset; complete once it is closed. */
  public Map<Long, Integer> attempts() {
    return attempts;
  }

  /** How many users wait for the next attempt of an event. */
  public int waitingForRetry() {
    return (int) lanes.values().stream().filter(Lane::waitsForRetry).count();
  }

  /**
   * The users that wait since {@code before}, on the loop's clock, or longer.
   *
   * @param most how many of them are listed
   */
  public Standings standings(long before, int most) {
    return Standings.of(lanes.values(), this, before, most);
  }

  /** True if no user has an event here. */
  public boolean isEmpty() {
    return lanes.isEmpty();
  }

  /** How many users have events here. */
  public int count() {
    return lanes.size();
  }
}
